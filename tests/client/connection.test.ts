import { describe, expect, it } from 'vitest';
import { webTransport } from '../../client/web.ts';
import { asked, listener, record, seller, service, settled, soon, ticket } from './support/watching.ts';

describe('a connection', () => {
  it('that breaks is made again, and what was missed is told', async () => {
    const { story } = record(listener());
    await settled();
    service.sockets.cut();
    await seller.call(ticket.marchSn);

    await soon(() => expect(story).toEqual([1]));
    expect(service.sockets.opened).toBe(2);
    expect(asked('hungry')).toBe(1);
  });

  it('polls while it is broken', async () => {
    const { story } = record(listener({ pollMs: 50 }));
    await settled();
    const before = asked('hungry');
    service.sockets.isClosed = true;
    service.sockets.cut();
    await soon(() => expect(asked('hungry')).toBeGreaterThan(before));
    await seller.call(ticket.marchSn);

    await soon(() => expect(story).toEqual([1]));
  });

  it('of a session that the service does not know gets a new one', async () => {
    const keys = new Map([[`callme eater ${service.url}`, 'f'.repeat(40)]]);
    const storage = {
      get: (name: string) => keys.get(name),
      set: (name: string, key: string) => void keys.set(name, key),
      remove: () => {},
    };
    const { story } = record(listener({ storage }));
    await settled(2);
    await seller.call(ticket.marchSn);

    await soon(() => expect(story).toEqual([1]));
    expect(asked('login')).toBe(1);
  });

  it('logs in again when it is asked who it is', async () => {
    let answers = 0;
    service.sockets.instead = () => {
      answers += 1;
      return answers === 1 ? '{"push":"whoareyou"}' : undefined;
    };
    const { story } = record(listener());
    await settled(2);
    await seller.call(ticket.marchSn);

    await soon(() => expect(story).toEqual([1]));
    expect([asked('login'), service.sockets.opened]).toEqual([2, 2]);
  });

  it.each(['{"message":"Internal server error"}', '{"push":"error","msg":"server error"}', 'not JSON'])(
    'is made again after %s',
    async (answer) => {
      const broken = [answer];
      service.sockets.instead = () => broken.pop();
      const { story } = record(listener());
      await settled(2);
      await seller.call(ticket.marchSn);

      await soon(() => expect(story).toEqual([1]));
      expect(service.sockets.opened).toBe(2);
    },
  );

  it('is kept from idling', async () => {
    record(listener({ heartbeatMs: 50 }));
    await settled();

    await soon(() =>
      expect(service.sockets.heard.filter(({ query }) => query === 'hello').length).toBeGreaterThan(2),
    );
    expect(service.sockets.opened).toBe(1);
  });

  it('that is dead without knowing it is found out and made again', async () => {
    const { story } = record(listener({ heartbeatMs: 300, timeoutMs: 1_500 }));
    await settled();
    service.sockets.isMute = true;
    await seller.call(ticket.marchSn);
    await soon(() => expect(service.sockets.opened).toBeGreaterThan(1));
    service.sockets.isMute = false;

    await soon(() => expect(story).toEqual([1]));
    expect(asked('hungry')).toBe(1);
  });

  it('that loses a push is checked now and then', async () => {
    service.sockets.losesPushes = true;
    const { story } = record(listener({ pollMs: 50, checkMs: 200 }));
    await settled();
    await seller.call(ticket.marchSn);

    await soon(() => expect(story).toEqual([1]));
    await soon(() => expect(service.sockets.heard).toContainEqual({ query: 'hello' }));
  });

  it('that speaks spares the service the polling', async () => {
    record(listener({ pollMs: 20 }));
    await settled();

    await soon(async () => {
      const before = asked('hungry');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(asked('hungry')).toBe(before);
    });
  });
});

describe('waking up', () => {
  it('looks at once, and connects at once', async () => {
    let wake = () => {};
    const transport = {
      ...webTransport,
      onWake: (listen: () => void) => {
        wake = listen;
      },
    };
    service.sockets.isClosed = true;
    const { story } = record(listener({ transport }));
    await soon(() => expect(service.answered).toContain('hungry'));
    await seller.call(ticket.marchSn);
    service.sockets.isClosed = false;
    wake();

    await soon(() => expect(story).toEqual([1]));
    expect(asked('hungry')).toBe(2);
    await settled();
    wake();
    await soon(() => expect(service.sockets.heard).toContainEqual({ query: 'hello' }));
  });
});
