// Keeps the site for when there is no network: every file of one version, or none.
export {};

declare const self: ServiceWorkerGlobalScope;

/** Tells this version from every other: it is made from the contents of all files, this one included. */
declare const VERSION: string;

/** Every file by its path below the scope, the page itself as the empty path, with the hash that the bytes must have. */
declare const FILES: Record<string, string>;

const { scope } = self.registration;
/** Where the files lie whose names are made from their contents. */
const assets = `${scope}assets/`;
/** Other sites of the same host have caches, too. */
const OWN = `lockstep-validator ${scope} `;
const NAME = OWN + VERSION;
const hashes = new Map(Object.entries(FILES).map(([path, hash]) => [new URL(path, scope).href, hash]));

async function ownCaches(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(OWN));
}

async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  try {
    await Promise.all([...hashes].map(async ([address, integrity]) => {
      // Only names of assets change with their contents, so of all else an old copy is asked about; the hash refuses the
      // file of another version, as one would get while a host is being updated.
      const response = await fetch(address, { integrity, cache: address.startsWith(assets) ? 'default' : 'no-cache' });
      if (!response.ok) throw new Error(`${address} answers with status ${response.status}`);
      await cache.put(address, response);
    }));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

async function activate(): Promise<void> {
  // Another window may still show the version before, and come to files of it that it has not loaded yet.
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length <= 1) await Promise.all((await ownCaches()).filter((name) => name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(address: string, request: Request): Promise<Response> {
  for (const name of [NAME, ...await ownCaches()]) {
    const response = await caches.match(address, { cacheName: name, ignoreVary: true });
    if (response !== undefined) return response;
  }
  // A browser that is short of space may have thrown the files away.
  return fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', ({ data }) => {
  if (data === 'replace') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  address.search = '';
  address.hash = '';
  const isPage = request.mode === 'navigate' && (address.href === scope || address.href === `${scope}index.html`);
  if (isPage) event.respondWith(answer(scope, request));
  else if (request.method === 'GET' && address.href.startsWith(assets)) event.respondWith(answer(address.href, request));
  else if (request.method === 'GET' && hashes.has(address.href)) event.respondWith(answer(address.href, request));
});
