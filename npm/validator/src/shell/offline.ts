// Whether the page is there without a network: the page's side of the service worker.
import { signal } from '@preact/signals';
import { whenIdle } from './idle.ts';

/**
 * `never` where nothing is kept, `coming` while files are kept, `ready` when all are, `failed` where the browser did not
 * keep them, and `replaced` when a newer version waits.
 */
export type Offline = 'never' | 'coming' | 'ready' | 'failed' | 'replaced';

/** How far keeping the page is. */
export const offline = signal<Offline>('never');

let waiting: ServiceWorker | null = null;

/** Follows a version that is being installed. */
function follow(worker: ServiceWorker): void {
  const first = navigator.serviceWorker.controller === null;
  if (first) offline.value = 'coming';
  worker.addEventListener('statechange', () => {
    if (worker.state === 'installed' && !first) {
      waiting = worker;
      offline.value = 'replaced';
    } else if (worker.state === 'activated') {
      offline.value = 'ready';
    } else if (worker.state === 'redundant' && first) {
      offline.value = 'failed';
    }
  });
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register('service-worker.js', { updateViaCache: 'none' });
  waiting = registration.waiting;
  if (waiting !== null) offline.value = 'replaced';
  else if (registration.active !== null) offline.value = 'ready';
  if (registration.installing !== null) follow(registration.installing);
  registration.addEventListener('updatefound', () => registration.installing !== null && follow(registration.installing));
}

/** Keeps the page for when there is no network, once it has nothing better to do. */
export function keep(): void {
  // In a frame the page belongs to another one, for which nothing should be kept.
  if (ONE_FILE || navigator.serviceWorker === undefined || window.top !== window) return;
  whenIdle(() => void register().catch(() => (offline.value = 'failed')));
}

/** Opens the version that waits in place of this one. */
export function replace(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage('replace');
}
