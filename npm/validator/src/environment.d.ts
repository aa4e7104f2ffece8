/** Whether this is the page in one file, which can fetch nothing. */
declare const ONE_FILE: boolean;

/** The worker that was started before the page's own part was there, until that takes it. */
declare var earlyWorker: Worker | undefined;

/** How many bytes the page in one file has; 0 within that file. */
declare const ONE_FILE_BYTES: number;

/** The licences of everything that is bundled. */
declare const LICENCES: string;

declare module '*.css';

declare module '*?raw' {
  const text: string;
  export default text;
}
