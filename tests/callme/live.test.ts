import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CALLME_TABLE, connectionKey, watchedStall } from '../../lib/callme/keys.ts';
import { queryPartition, readOne } from '../../lib/store/store.ts';
import {
  ask,
  eater,
  logIn,
  openCanteen,
  openStall,
  type StallFixture,
  someone,
  WHICH,
} from '../support/canteen.ts';
import { openSockets, TestSocket } from '../support/sockets.ts';
import { deliver, recordOf } from '../support/stream.ts';

openCanteen();
openSockets();
afterEach(() => void vi.useRealTimers());

let stall: StallFixture;
let marchSn: number;
const fetchOne = async () => (await ask('fetch', { sessionKey: stall.sessionKey })).marchSn as number;
const call = () =>
  recordOf({ sellerId: stall.sellerId, marchSn }, () =>
    ask('call', { sessionKey: stall.sessionKey, marchSn }),
  );
const done = () =>
  recordOf({ sellerId: stall.sellerId, marchSn }, () =>
    ask('done', { sessionKey: stall.sessionKey, sellerId: stall.sellerId, marchSn, isseller: 'yes' }),
  );
const watch = () => ({ query: 'watch', sellerId: stall.sellerId, marchSn });
const eaterSocket = async () => new TestSocket().open({ sessionKey: await eater() });
const watches = () => queryPartition(CALLME_TABLE, watchedStall(stall.sellerId));

beforeEach(async () => {
  stall = await openStall();
  marchSn = await fetchOne();
});

describe('a WebSocket', () => {
  it('knows its user by ?sessionKey=, or by a first message', async () => {
    const sessionKey = await eater();
    const [byQuery, byMessage] = [await new TestSocket().open({ sessionKey }), await new TestSocket().open()];

    expect(await byQuery.say({ query: 'hello' })).toEqual({ push: 'hi' });
    expect(await byMessage.say({ query: 'login', sessionKey })).toEqual({ push: 'login', state: 'success' });
    expect(await byMessage.say({ query: 'hello' })).toEqual({ push: 'hi' });
  });

  it('answers whoareyou to anything before a login, also to a wrong one', async () => {
    const socket = await new TestSocket().open({ sessionKey: 'f'.repeat(40) });

    for (const message of [{ query: 'hello' }, watch(), { query: 'x' }, {}, 'text', 7]) {
      expect(await socket.say(message)).toEqual({ push: 'whoareyou' });
    }
    expect(await socket.sayText('not JSON')).toBe('{"push":"whoareyou"}');
    expect(await socket.say({ query: 'login', sessionKey: 'f'.repeat(40) })).toEqual({
      push: 'login',
      state: 'fail',
    });
    expect(await socket.say({ query: 'login' })).toEqual({ push: 'login', state: 'fail' });
    expect(await socket.say({ query: 'hello' })).toEqual({ push: 'whoareyou' });
  });

  it('lets nobody in who has a session for signing up only', async () => {
    const socket = await new TestSocket().open({ sessionKey: await logIn('yes', someone()) });

    expect(await socket.say({ query: 'hello' })).toEqual({ push: 'whoareyou' });
  });

  it('names what is wrong with a message', async () => {
    const socket = await eaterSocket();
    const wrongQuery = { push: 'error', msg: 'wrong query' };

    expect(await socket.sayText('not JSON')).toBe('{"push":"error","msg":"wrong format"}');
    expect(await socket.sayText('[]')).toBe('{"push":"error","msg":"wrong format"}');
    expect(await socket.sayText('%E0%A4%A')).toBe(
      encodeURIComponent('{"push":"error","msg":"wrong format"}'),
    );
    for (const message of [
      { query: 'x' },
      {},
      { query: 'watch' },
      { query: 'watch', sellerId: 'x' },
      { ...watch(), marchSn: [] },
    ]) {
      expect(await socket.say(message)).toEqual(wrongQuery);
    }
  });

  it('is answered in the source project’s framing when it speaks it, pushes included', async () => {
    const socket = await eaterSocket();
    const framed = (value: unknown) => encodeURIComponent(JSON.stringify(value));

    expect(await socket.sayText(framed({ query: 'hello' }))).toBe(framed({ push: 'hi' }));
    const { ticketId } = await ask('hungry', {
      sessionKey: stall.sessionKey,
      sellerId: stall.sellerId,
      marchSn,
    });
    expect(await socket.sayText(framed(watch()))).toBe(
      framed({ push: 'watch', state: 'success', ready: false, ticketId }),
    );
    await deliver(await call());
    expect(socket.receivedTexts()).toEqual([
      framed({ push: 'call', sellerId: stall.sellerId, marchSn, ticketId, callCount: 1 }),
    ]);
  });

  it('forgets everything about itself when it closes', async () => {
    const socket = await eaterSocket();
    await socket.say(watch());
    await socket.close();

    expect(await readOne(connectionKey(socket.id))).toBeUndefined();
    expect(await watches()).toEqual([]);
  });

  it('is nobody’s any more after two hours, also while DynamoDB has not deleted it', async () => {
    const socket = await eaterSocket();
    await socket.say(watch());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 3_600_000 });

    expect(await socket.say({ query: 'hello' })).toEqual({ push: 'whoareyou' });
    expect(await watches()).toEqual([]);
  });
});

describe('watching a ticket', () => {
  it('tells every call, recalls too, and the end', async () => {
    const { sellerId } = stall;
    const socket = await eaterSocket();

    expect(await socket.say(watch())).toEqual({ push: 'watch', state: 'success', ready: false, ...WHICH });
    await deliver(await call());
    await deliver(await call(), await done());
    expect(socket.received()).toEqual([
      { push: 'call', sellerId, marchSn, callCount: 1, ...WHICH },
      { push: 'call', sellerId, marchSn, callCount: 2, ...WHICH },
      { push: 'done', sellerId, marchSn, ...WHICH },
    ]);
  });

  it('says at once when the ticket was called already: a socket that broke misses nothing', async () => {
    const first = await eaterSocket();
    await first.say(watch());
    first.vanish();
    await deliver(await call());

    expect(await (await eaterSocket()).say(watch())).toEqual({
      push: 'watch',
      state: 'success',
      ready: true,
      ...WHICH,
    });
  });

  it('fails for a number that is not in use', async () => {
    const socket = await eaterSocket();

    expect(await socket.say({ ...watch(), marchSn: 98 })).toEqual({ push: 'watch', state: 'fail' });
    expect(await watches()).toEqual([]);
  });

  it('tells nothing of other tickets, nor of the next one with the same number', async () => {
    const socket = await eaterSocket();
    await socket.say(watch());
    await deliver(await done());
    socket.received();
    for (let i = 0; i < 99; i += 1) await fetchOne();

    await deliver(await call());

    expect(socket.received()).toEqual([]);
  });

  it('tells 200 watchers', async () => {
    const sessionKey = await eater();
    const sockets = await Promise.all(
      Array.from({ length: 200 }, () => new TestSocket().open({ sessionKey })),
    );
    await Promise.all(sockets.map((socket) => socket.say(watch())));

    await deliver(await call());

    expect(sockets.flatMap((socket) => socket.received())).toEqual(
      Array(200).fill({ push: 'call', sellerId: stall.sellerId, marchSn, callCount: 1, ...WHICH }),
    );
  });

  it('forgets a socket that is gone, and goes on past one that fails', async () => {
    const [gone, failing, good] = [await eaterSocket(), await eaterSocket(), await eaterSocket()];
    for (const socket of [gone, failing, good]) await socket.say(watch());
    gone.vanish();
    failing.fail(403);

    expect(await deliver(await call())).toEqual({ batchItemFailures: [] });
    expect(good.received()).toHaveLength(1);
    expect(await readOne(connectionKey(gone.id))).toBeUndefined();
    expect((await watches()).map(({ connectionId }) => connectionId).toSorted()).toEqual(
      [failing.id, good.id].toSorted(),
    );
  });
});

describe('watching a queue', () => {
  const queue = (waiting: number[], called: number[], newest: object | null = null) => ({
    push: 'queue',
    sellerId: stall.sellerId,
    waiting,
    called,
    newest,
  });

  it('tells the seller the queue now, and again at every change', async () => {
    const socket = await new TestSocket().open({ sessionKey: stall.sessionKey });

    expect(await socket.say({ query: 'watch', sellerId: stall.sellerId })).toEqual(queue([1], []));
    const fetched = await recordOf({ sellerId: stall.sellerId, marchSn: 2 }, fetchOne);
    await deliver(fetched);
    expect(socket.received()).toEqual([queue([1, 2], [])]);
    await deliver(await call());
    await deliver(await call());
    await deliver(await done());
    expect(socket.received()).toEqual([
      queue([2], [1], { marchSn: 1, callCount: 1 }),
      queue([2], [1], { marchSn: 1, callCount: 2 }),
      queue([2], []),
    ]);
  });

  it('tells a hall display by its key, until the seller renews it', async () => {
    const board = async (more = {}) => {
      const { boardUrl } = await ask('board', { sessionKey: stall.sessionKey, ...more });
      return new URL(boardUrl as string);
    };
    const url = await board();
    const key = url.searchParams.get('key') as string;
    const [byQuery, byMessage] = [await new TestSocket().open({ key }), await new TestSocket().open()];

    expect(url.href).toMatch(/^https:\/\/api\.example\.com\/board\?key=[0-9a-f]{32}$/);
    expect((await board()).href).toBe(url.href);
    expect(await byQuery.say({ query: 'watch', sellerId: stall.sellerId })).toEqual(queue([1], []));
    expect(await byMessage.say({ query: 'login', key })).toEqual({ push: 'login', state: 'success' });

    const renewed = (await board({ renew: true })).searchParams.get('key') as string;
    const [old, fresh] = [
      await new TestSocket().open({ key }),
      await new TestSocket().open({ key: renewed }),
    ];
    expect(await old.say({ query: 'hello' })).toEqual({ push: 'whoareyou' });
    expect(await fresh.say({ query: 'hello' })).toEqual({ push: 'hi' });
    await deliver(await call());
    expect(byQuery.received()).toEqual([]);
    expect(await byQuery.say({ query: 'hello' })).toEqual({ push: 'whoareyou' });
  });

  it('is for no one else: not an eater, another seller, another stall’s display', async () => {
    const other = await openStall();
    const { boardUrl } = await ask('board', { sessionKey: other.sessionKey });
    const key = new URL(boardUrl as string).searchParams.get('key') as string;
    const strangers = [
      await eaterSocket(),
      await new TestSocket().open({ sessionKey: other.sessionKey }),
      await new TestSocket().open({ key }),
    ];

    for (const socket of strangers) {
      expect(await socket.say({ query: 'watch', sellerId: stall.sellerId })).toEqual({
        push: 'watch',
        state: 'fail',
      });
    }
    expect(await strangers[2]?.say(watch())).toEqual({ push: 'watch', state: 'fail' });
  });
});

describe('the notify Lambda', () => {
  it('names the first change of a stall that it could not tell, and serves the others', async () => {
    const { documents } = await import('../../lib/store/dynamodb.ts');
    const other = stall;
    const [socket, called] = [await eaterSocket(), await call()];
    await socket.say(watch());
    stall = await openStall();
    marchSn = await fetchOne();
    const failing = await call();
    documents.middlewareStack.add(
      (next) => async (args) => {
        if (JSON.stringify(args.input).includes(`"${watchedStall(stall.sellerId)}"`)) throw new Error('down');
        return next(args);
      },
      { step: 'initialize', name: 'failing' },
    );

    const answer = await deliver(failing, called);
    documents.middlewareStack.remove('failing');

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: failing.dynamodb?.SequenceNumber }] });
    expect(socket.received()).toEqual([expect.objectContaining({ push: 'call', sellerId: other.sellerId })]);
  });
});
