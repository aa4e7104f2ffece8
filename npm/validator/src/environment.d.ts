/** Whether this is the page in one file, which can fetch nothing. */
declare const ONE_FILE: boolean;

/** In the worker of the page in one file: each asset's name, and its bytes after gzip in base64. */
declare const EMBEDDED: Record<string, string>;

/** How many bytes the page in one file has; 0 within that file. */
declare const ONE_FILE_BYTES: number;

/** The licences of everything that is bundled. */
declare const LICENCES: string;

declare module '*.css';

declare module '*?raw' {
  const text: string;
  export default text;
}
