import { describe, expect, it } from 'vitest';
import type { Called, Callme, Ticket } from '../../client/callme.ts';
import { webTransport } from '../../client/web.ts';
import { someone } from '../support/canteen.ts';
import { clientOf } from './support/people.ts';
import {
  asked,
  kept,
  listener,
  MINUTE,
  record,
  scene,
  seller,
  service,
  settled,
  soon,
  ticket,
} from './support/watching.ts';

describe('a watch of a ticket', () => {
  it('tells every call once, and the end, all of it pushed', async () => {
    const { story } = record(listener());
    await settled();
    await seller.call(ticket.marchSn);
    await soon(() => expect(story).toEqual([1]));
    await seller.call(ticket.marchSn);
    await soon(() => expect(story).toEqual([1, 2]));
    await seller.done(ticket);

    await soon(() => expect(story).toEqual([1, 2, 'done']));
    expect(asked('hungry')).toBe(1);
    await soon(() => expect(service.sockets.open()).toBe(0));
  });

  it('says who was called, also to an app that gives its numbers as text', async () => {
    const { sellerId, marchSn } = ticket;
    const calls: Called[] = [];
    const asText = { sellerId: String(sellerId), marchSn: String(marchSn) } as unknown as Ticket;
    kept(listener().watch(asText, { called: (call) => calls.push(call) }));
    await settled();
    await seller.call(marchSn);

    await soon(() =>
      expect(calls).toEqual([{ sellerId, marchSn, ticketId: expect.any(String), callCount: 1 }]),
    );
  });

  it.each([
    ['pushed', listener],
    ['polled', () => clientOf(service, 'eater')],
  ])('says where to, that nobody came, that the call was none, and the next one: %s', async (way, client) => {
    const story: unknown[] = [];
    const { marchSn } = ticket;
    kept(
      client().watch(ticket, {
        called: ({ counter }) => story.push(`called to ${counter}`),
        missed: () => story.push('missed'),
        uncalled: () => story.push('uncalled'),
      }),
    );
    if (way === 'pushed') await settled();
    await seller.call(marchSn, { counter: '2' });
    await soon(() => expect(story).toEqual(['called to 2']));
    await seller.miss(marchSn);
    await soon(() => expect(story.slice(1)).toEqual(['missed']));
    await seller.undo({ marchSn });
    await seller.undo({ marchSn });
    await soon(() => expect(story.slice(2)).toEqual(['uncalled']));
    await seller.next({ counter: '3' });

    await soon(() => expect(story.slice(3)).toEqual(['called to 3']));
  });

  it('is over when the number is another’s by now', async () => {
    const { sellerId, marchSn } = ticket;
    const { story } = record(listener(), { sellerId, marchSn, ticketId: '00000000-0000' });

    await soon(() => expect(story).toEqual(['done']));
  });

  it('tells a call of before once, though both the socket and a look know of it', async () => {
    await seller.call(ticket.marchSn);
    const { story } = record(listener());
    await settled();
    // Whatever else there is to tell is told by the time that a recall is.
    await soon(() => expect(story).toEqual([1]));
    await seller.call(ticket.marchSn);

    await soon(() => expect(story).toEqual([1, 2]));
  });

  it('tells of a ticket that is not there that it is done', async () => {
    const { story } = record(listener(), { ...ticket, marchSn: 98 });

    await soon(() => expect(story).toEqual(['done']));
  });

  it('shares one socket and one login with all others of the client', async () => {
    const other = { ...ticket, ...(await seller.fetch()) };
    service.arrived.length = 0;
    const client = listener();
    const [one, two, same] = [record(client), record(client, other), record(client)];
    await settled(3);
    await seller.call(ticket.marchSn);
    await seller.done(other);

    await soon(() => expect([one.story, two.story, same.story]).toEqual([[1], ['done'], [1]]));
    expect([service.sockets.opened, asked('login')]).toEqual([1, 1]);
    one.close();
    expect(service.sockets.open()).toBe(1);
    same.close();
    await soon(() => expect(service.sockets.open()).toBe(0));
  });

  it('is silent once closed', async () => {
    const { story, close } = record(listener());
    close();
    await seller.call(ticket.marchSn);
    await new Promise((resolve) => setTimeout(resolve, 300));

    expect(story).toEqual([]);
    expect(service.sockets.open()).toBe(0);
  });

  it('ends with logout', async () => {
    const client = listener();
    const { story } = record(client);
    await settled();
    await client.logout();
    await seller.call(ticket.marchSn);

    await soon(() => expect(service.sockets.open()).toBe(0));
    expect(story).toEqual([]);
    expect(asked('login')).toBe(1);
  });

  it('fails for somebody who has no stall', async () => {
    const { story } = record(clientOf(service, 'seller', someone(), { liveUrl: service.sockets.url }));

    await soon(() => expect(story).toEqual(['Seller Openid Error']));
  });
});

describe('without a WebSocket', () => {
  it.each([
    ['there is no address', {}],
    ['the platform has none', { transport: { post: webTransport.post, upload: webTransport.upload } }],
    ['it throws', { liveUrl: 'nonsense:' }],
    ['nobody answers there', { liveUrl: 'ws://127.0.0.1:1' }],
  ])('a watch polls when %s', async (_, options) => {
    const { story } = record(clientOf(service, 'eater', someone(), options));
    await soon(() => expect(asked('hungry')).toBeGreaterThan(2));
    await seller.call(ticket.marchSn);
    await soon(() => expect(story).toEqual([1]));
    await seller.done(ticket);

    await soon(() => expect(story).toEqual([1, 'done']));
  });

  it('a watch polls on through whatever the network and the service do', async () => {
    const { story } = record(clientOf(service, 'eater', someone(), { timeoutMs: 1_500 }));
    const busy = { status: 503, body: '{"queryErr":"Service Busy"}' };
    const timeOut = { status: 200, body: '{"queryErr":"Session Time Out"}' };
    service.fault('hungry', 'lost', 'answer lost', 'hangs', busy, timeOut, timeOut, {
      status: 200,
      body: '<html>',
    });
    await soon(() => expect(asked('hungry')).toBeGreaterThan(8));
    await seller.call(ticket.marchSn);

    await soon(() => expect(story).toEqual([1]));
  });
});

describe('a watch of a queue', () => {
  const queues = (client: Callme) => {
    const seen: unknown[] = [];
    const { close } = kept(
      client.watchQueue(
        scene.sellerId,
        (queue) => seen.push(queue),
        ({ failMsg }) => seen.push(failMsg),
      ),
    );
    return { seen, close };
  };

  it('is pushed to the stall’s seller, now and at every change', async () => {
    const { openid } = scene.stall;
    const client = clientOf(service, 'seller', openid, { liveUrl: service.sockets.url, pollMs: MINUTE });
    const { seen, close } = queues(client);
    await settled();
    await seller.call(ticket.marchSn);
    await soon(() => expect(seen.at(-1)).toEqual({ waiting: [], called: [1] }));
    await seller.fetch();
    await soon(() => expect(seen.at(-1)).toEqual({ waiting: [2], called: [1] }));

    expect(seen).toHaveLength(3);
    expect(asked('queue')).toBe(1);
    close();
    await soon(() => expect(service.sockets.open()).toBe(0));
  });

  it('is told as it was pushed last, though an answer of before arrives later', async () => {
    const released = Promise.withResolvers<void>();
    const post: typeof webTransport.post = async (url, json, timeoutMs) => {
      const reply = await webTransport.post(url, json, timeoutMs);
      if (url.endsWith('queue')) await released.promise;
      return reply;
    };
    const options = { liveUrl: service.sockets.url, pollMs: MINUTE, transport: { ...webTransport, post } };
    const { seen } = queues(clientOf(service, 'seller', scene.stall.openid, options));
    await settled();
    await seller.call(ticket.marchSn);
    await soon(() => expect(seen.at(-1)).toEqual({ waiting: [], called: [1] }));
    released.resolve();
    await seller.fetch();
    await soon(() => expect(seen.at(-1)).toEqual({ waiting: [2], called: [1] }));

    expect(seen).toEqual([
      { waiting: [1], called: [] },
      { waiting: [], called: [1] },
      { waiting: [2], called: [1] },
    ]);
  });

  it('is polled for others, and told when it changed', async () => {
    const { seen, close } = queues(clientOf(service, 'eater', someone(), { liveUrl: service.sockets.url }));
    await soon(() => expect(asked('queue')).toBeGreaterThan(3));
    await seller.call(ticket.marchSn);
    await soon(() => expect(seen.at(-1)).toEqual({ waiting: [], called: [1] }));
    close();

    expect(seen).toEqual([
      { waiting: [1], called: [] },
      { waiting: [], called: [1] },
    ]);
  });

  it('fails where there is no such stall', async () => {
    const failed: unknown[] = [];
    clientOf(service, 'eater').watchQueue(
      999_999,
      () => {},
      ({ failMsg }) => failed.push(failMsg),
    );

    await soon(() => expect(failed).toEqual(['Illegal Seller Error']));
  });
});
