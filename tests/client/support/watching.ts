import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Called, Callme, CallmeOptions, Ticket, Watch } from '../../../client/callme.ts';
import { openCanteen, someone } from '../../support/canteen.ts';
import { clientOf, openScene, type Scene } from './people.ts';
import { openService } from './service.ts';

openCanteen();
export const service = openService();

export let scene: Scene;
export let seller: Callme;
/** A number of the scene's stall, fetched before each test. */
export let ticket: Ticket;
beforeEach(async () => {
  scene = await openScene(service);
  seller = scene.seller;
  ticket = { sellerId: scene.sellerId, ...(await seller.fetch()) };
  service.arrived.length = 0;
});

const watches: Watch[] = [];
/** Closes a watch when the test is over. */
export const kept = (watch: Watch): Watch => {
  watches.push(watch);
  return watch;
};
afterEach(() => {
  for (const { close } of watches.splice(0)) close();
});

export const MINUTE = 60_000;
/** A client that hears of nothing but by its WebSocket, after a first look. */
export const listener = (options: Partial<CallmeOptions> = {}): Callme =>
  clientOf(service, 'eater', someone(), {
    liveUrl: service.sockets.url,
    pollMs: MINUTE,
    checkMs: MINUTE,
    ...options,
  });

/** What a watch of a ticket tells. */
export const record = (client: Callme, of = ticket) => {
  const story: unknown[] = [];
  const { close } = kept(
    client.watch(of, {
      called: (call: Called) => story.push(call.callCount),
      done: () => story.push('done'),
      failed: ({ failMsg }) => story.push(failMsg),
    }),
  );
  return { story, close };
};

/** How often a query arrived. */
export const asked = (query: string) => service.arrived.filter((name) => name === query).length;
export const soon = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 20_000, interval: 10 });
/** Until the client has looked, and the service has answered `times` watches. */
export const settled = async (times = 1): Promise<void> => {
  await soon(() => {
    const watched = service.sockets.heard.filter(({ query }) => query === 'watch').length;
    expect(watched).toBeGreaterThanOrEqual(times);
  });
  await soon(() =>
    expect(service.answered.some((query) => query === 'hungry' || query === 'queue')).toBe(true),
  );
};
