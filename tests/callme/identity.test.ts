import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, eater, openCanteen, openStall, type StallFixture, WHICH } from '../support/canteen.ts';
import { openSockets, TestSocket } from '../support/sockets.ts';

openCanteen();
openSockets();
afterEach(() => void vi.useRealTimers());

type Fields = Record<string, unknown>;

let stall: StallFixture;
let eaterKey: string;
beforeEach(async () => {
  [stall, eaterKey] = [await openStall(), await eater()];
});

const asSeller = (query: Parameters<typeof ask>[0], fields: Fields = {}) =>
  ask(query, { sessionKey: stall.sessionKey, ...fields });
const asEater = (query: Parameters<typeof ask>[0], fields: Fields, sessionKey = eaterKey) =>
  ask(query, { sessionKey, sellerId: stall.sellerId, ...fields });
const noteOf = async (marchSn: number) => (await asSeller('note', { marchSn })).noteContent;

/** A number that was ended and given out again: the first ticket, and the one that has its number now. */
const reissued = async () => {
  const first = await asSeller('fetch');
  const old = { marchSn: 1, ticketId: first.ticketId };
  await asEater('push', { ...old, noteContent: '面' });
  await asSeller('done', { isseller: 'yes', marchSn: 1 });
  for (let i = 0; i < 98; i += 1) await asSeller('fetch');
  const { marchSn, ticketId } = await asSeller('fetch');
  return { old, now: { marchSn: marchSn as number, ticketId } };
};

describe('a ticketId', () => {
  it('is the same in all that is said of a ticket', async () => {
    const { ticketId } = await asSeller('fetch');
    const socket = await new TestSocket().open({ sessionKey: eaterKey });

    expect({ ticketId }).toEqual(WHICH);
    expect(await asEater('push', { marchSn: 1, noteContent: '面' })).toMatchObject({ ticketId });
    expect(await asEater('hungry', { marchSn: 1 })).toMatchObject({ failMsg: 'Not Ready Yet', ticketId });
    expect(await asEater('queue', { marchSn: 1 })).toMatchObject({ ticketId });
    expect(await socket.say({ query: 'watch', sellerId: stall.sellerId, marchSn: 1 })).toMatchObject({
      ticketId,
    });
    await asSeller('call', { marchSn: 1 });
    expect(await asEater('hungry', { marchSn: 1, ticketId })).toEqual({ hungrySuccess: 'success', ticketId });
  });

  it('of a ticket whose number was given out again is told nothing of the other', async () => {
    const { old, now } = await reissued();
    await asSeller('call', { marchSn: 1 });
    const socket = await new TestSocket().open({ sessionKey: eaterKey });

    expect(now).toEqual({ marchSn: 1, ticketId: expect.not.stringMatching(old.ticketId as string) });
    for (const query of ['hungry', 'queue', 'unnote'] as const)
      expect(await asEater(query, old)).toMatchObject({ failMsg: 'Invalid Sn Error' });
    expect(await asEater('push', { ...old, noteContent: '面' })).toMatchObject({
      failMsg: 'Invalid Sn Error',
    });
    expect(await socket.say({ query: 'watch', sellerId: stall.sellerId, ...old })).toEqual({
      push: 'watch',
      state: 'fail',
    });
    expect(await asEater('hungry', now)).toMatchObject({ hungrySuccess: 'success' });
  });

  it('of a ticket whose number was given out again ends nothing', async () => {
    const { old, now } = await reissued();
    await asSeller('call', { marchSn: 1 });

    expect(await asEater('done', old)).toEqual({ doneSuccess: 'success' });
    expect(await asSeller('done', { isseller: 'yes', ...old })).toEqual({ doneSuccess: 'success' });
    expect(await asEater('hungry', now)).toMatchObject({ hungrySuccess: 'success' });
    expect(await asSeller('done', { isseller: 'yes', ...now })).toEqual({ doneSuccess: 'success' });
    expect(await asEater('hungry', now)).toMatchObject({ failMsg: 'Invalid Sn Error' });
  });

  it('that nobody has is another’s, however it is written', async () => {
    const { ticketId } = await asSeller('fetch');

    for (const wrong of [
      'x',
      String(ticketId).slice(0, 5),
      `${ticketId}-zz`,
      String(ticketId).slice(0, 12),
    ]) {
      const fields = { marchSn: 1, ticketId: wrong };
      expect(await asEater('hungry', fields)).toMatchObject({ failMsg: 'Invalid Sn Error' });
      expect(await asEater('push', { ...fields, noteContent: 'x' })).toMatchObject({
        failMsg: 'Invalid Sn Error',
      });
    }
    expect(await noteOf(1)).toBeNull();
  });

  it('that came a moment too early for a quick read is looked at again', async () => {
    const { old, now } = await reissued();
    const { documents } = await import('../../lib/store/dynamodb.ts');
    // What an eventually consistent read may still say.
    documents.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const input = args.input as { RequestItems?: Record<string, { ConsistentRead?: boolean }> };
        const isQuick = Object.values(input.RequestItems ?? {}).some(
          ({ ConsistentRead }) => ConsistentRead === false,
        );
        const output = result.output as { Responses?: Record<string, Fields[]> };
        for (const item of isQuick ? Object.values(output.Responses ?? {}).flat() : [])
          if (item.sk === 'ticket#01') item.fetchId = `${old.ticketId}-4000-8000-000000000000`;
        return result;
      },
      { step: 'initialize', name: 'stale' },
    );
    const hungry = await asEater('hungry', now);
    const pushed = await asEater('push', { marchSn: 1, noteContent: '粉' });
    documents.middlewareStack.remove('stale');

    expect(hungry).toMatchObject({ failMsg: 'Not Ready Yet', ticketId: now.ticketId });
    expect(pushed).toEqual({ pushSuccess: 'success', ticketId: now.ticketId });
  });
});

describe('a stranger', () => {
  it('cannot end a waiting number by writing on it first', async () => {
    await asSeller('fetch');

    expect(await asEater('push', { marchSn: 1, noteContent: 'x' })).toMatchObject({ pushSuccess: 'success' });
    expect(await asEater('done', { marchSn: 1 })).toEqual({ doneSuccess: 'success' });
    expect(await noteOf(1)).toBeNull();
    expect(await asEater('done', { marchSn: 1 }, await eater())).toMatchObject({
      failMsg: 'Not Your Order Error',
    });
    const own = await eater();
    expect(await asEater('push', { marchSn: 1, noteContent: '我的' }, own)).toMatchObject({
      pushSuccess: 'success',
    });
    expect(await asEater('done', { marchSn: 1 })).toMatchObject({ failMsg: 'Not Your Order Error' });
  });
});

describe('unnote', () => {
  it('takes the caller’s note back, once more too; another may write then', async () => {
    await asSeller('fetch');
    await asEater('push', { marchSn: 1, noteContent: '面', subscribe: true });

    for (let i = 0; i < 2; i += 1)
      expect(await asEater('unnote', { marchSn: 1 })).toEqual({ unnoteSuccess: 'success' });
    expect(await noteOf(1)).toBeNull();
    expect(await asEater('menu', {})).toMatchObject({ takenFlag: 'fail' });
    const other = await eater();
    expect(await asEater('push', { marchSn: 1, noteContent: '粉' }, other)).toMatchObject({
      pushSuccess: 'success',
    });
    expect(await asEater('unnote', { marchSn: 1 })).toMatchObject({ failMsg: 'Not Your Order Error' });
  });

  it('leaves a called ticket, a stranger’s and one that is not there alone', async () => {
    await asSeller('fetch');
    await asEater('push', { marchSn: 1, noteContent: '面' });

    expect(await asEater('unnote', { marchSn: 2 })).toMatchObject({ failMsg: 'Invalid Sn Error' });
    expect(await asEater('unnote', { marchSn: 1 }, await eater())).toMatchObject({
      failMsg: 'Not Your Order Error',
    });
    await asSeller('call', { marchSn: 1 });
    expect(await asEater('unnote', { marchSn: 1 })).toEqual({
      unnoteSuccess: 'fail',
      failMsg: 'Called Error',
    });
    expect(await noteOf(1)).toBe('面');
  });
});
