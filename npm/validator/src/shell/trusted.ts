// The one rule by which a text becomes the address of a script. The page's policy has the browser ask it wherever the page
// starts a worker; for markup and code there is no rule, so no text becomes any.

export {};

interface Rules {
  createScriptURL(address: string): string | null;
}

declare global {
  interface Window {
    /** Not in every browser; those without it do not ask. */
    readonly trustedTypes?: { createPolicy(name: 'default', rules: Rules): unknown };
  }
}

const beside = new URL('./', location.href).href;

window.trustedTypes?.createPolicy('default', {
  createScriptURL(address) {
    const { href } = new URL(address, location.href);
    return href.startsWith(ONE_FILE ? 'blob:' : beside) ? address : null;
  },
});
