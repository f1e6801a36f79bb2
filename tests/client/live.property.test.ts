import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Callme, Ticket } from '../../client/callme.ts';
import { openCanteen, someone } from '../support/canteen.ts';
import { clientOf, openScene } from './support/people.ts';
import { type Fault, openService, type Service } from './support/service.ts';

openCanteen();
const service = openService();

/** What befalls the eater's network, and what the stall does meanwhile. */
const EVENTS = {
  cut: ({ sockets }: Service) => sockets.cut(),
  'no sockets': ({ sockets }: Service) => {
    sockets.isClosed = true;
    sockets.cut();
  },
  'sockets again': ({ sockets }: Service) => {
    sockets.isClosed = false;
  },
  mute: ({ sockets }: Service) => {
    sockets.isMute = true;
  },
  'lost pushes': ({ sockets }: Service) => {
    sockets.losesPushes = true;
  },
  'no requests': (service: Service) => {
    const faults: Fault[] = ['lost', 'answer lost', { status: 503, body: '' }];
    service.weather = (query) => (query === 'hungry' ? faults[service.arrived.length % 3] : undefined);
  },
  'all is well': (service: Service) => {
    Object.assign(service.sockets, { isMute: false, isClosed: false, losesPushes: false });
    service.weather = () => undefined;
  },
  'a while passes': () => {},
};
type Event = keyof typeof EVENTS;

const happen = async (events: Event[]) => {
  for (const event of events) {
    EVENTS[event](service);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};
const soon = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 10 });
const events = fc.array(fc.constantFrom(...(Object.keys(EVENTS) as Event[])), { maxLength: 8 });

const follow = (ticket: Ticket) => {
  const calls: number[] = [];
  let ends = 0;
  const watch = clientOf(service, 'eater', someone(), {
    liveUrl: service.sockets.url,
    pollMs: 60,
    checkMs: 200,
    heartbeatMs: 300,
    timeoutMs: 500,
  }).watch(ticket, {
    called: ({ callCount }) => calls.push(callCount),
    done: () => {
      ends += 1;
    },
  });
  return { calls, ends: () => ends, close: watch.close };
};

const fetchOne = async (seller: Callme, sellerId: number) => ({ sellerId, ...(await seller.fetch()) });

it('whatever happens to the network, the eater hears of the call, each call once, and of the end', async () => {
  const { seller, sellerId } = await openScene(service);

  await fc.assert(
    fc.asyncProperty(events, events, events, async (before, between, after) => {
      const ticket = await fetchOne(seller, sellerId);
      const { calls, ends, close } = follow(ticket);
      try {
        await happen(before);
        await seller.call(ticket.marchSn);
        await happen(between);
        await happen(['all is well']);
        await soon(() => expect(calls.length).toBeGreaterThan(0));

        await happen(after);
        await seller.done(ticket);
        await happen(['all is well']);
        await soon(() => expect(ends()).toBe(1));
        expect(calls).toEqual([1]);
      } finally {
        close();
        service.sockets.recover();
      }
    }),
    { numRuns: 12 },
  );
}, 180_000);
