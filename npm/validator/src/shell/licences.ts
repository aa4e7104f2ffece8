// Loaded when somebody asks for it.

/** The licences of everything that is bundled. */
export const licences = LICENCES;
