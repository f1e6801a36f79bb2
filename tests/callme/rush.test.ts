import { afterEach, describe, expect, it } from 'vitest';
import { totalKey } from '../../lib/callme/keys.ts';
import { documents } from '../../lib/store/dynamodb.ts';
import { readOne } from '../../lib/store/store.ts';
import { ask, eater, openCanteen, openStall, send, WHICH } from '../support/canteen.ts';

openCanteen();
afterEach(() => void documents.middlewareStack.remove('fault'));

const times = <T>(count: number, make: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));

/** Lets something happen around the next DynamoDB call of a kind: before it, or after it was carried out. */
const aroundNext = (command: string, happen: { before?: () => void; after?: () => void }) => {
  let once = true;
  documents.middlewareStack.add(
    (next, context) => async (args) => {
      const isIt = once && context.commandName === command;
      if (isIt) once = false;
      if (isIt) happen.before?.();
      const result = await next(args);
      if (isIt) happen.after?.();
      return result;
    },
    { step: 'initialize', name: 'fault' },
  );
};

const crash = () => {
  throw new Error('the container is gone');
};

describe('a lunch-hour rush', () => {
  it('200 fetches at once on one stall give 99 numbers and 101 No Sn Valid, no number twice', async () => {
    const { sessionKey } = await openStall();

    const answers = await times(200, () => ask('fetch', { sessionKey }));
    const numbers = answers.flatMap(({ marchSn }) => (marchSn === undefined ? [] : [marchSn as number]));

    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 99 }, (_, i) => i + 1));
    expect(answers.filter(({ failMsg }) => failMsg === 'No Sn Valid')).toHaveLength(101);
  });

  it('fetches with one requestId at once all get the one number', async () => {
    const { sessionKey } = await openStall();

    const answers = await times(10, () => ask('fetch', { sessionKey, requestId: 'double press' }));
    const { orderList } = await ask('note', { sessionKey });

    expect(new Set(answers.map(({ marchSn }) => marchSn)).size).toBe(1);
    expect(answers.every(({ fetchSuccess }) => fetchSuccess === 'success')).toBe(true);
    expect((orderList as { unnotedList: unknown[] }).unnotedList).toHaveLength(1);
  });

  it('of two eaters pushing on one ticket at once exactly one wins', async () => {
    const { sessionKey, sellerId } = await openStall();
    const eaters = await times(6, eater);
    for (let marchSn = 1; marchSn <= 5; marchSn += 1) {
      await ask('fetch', { sessionKey });
      const answers = await Promise.all(
        eaters.map((key, i) => ask('push', { sessionKey: key, sellerId, marchSn, noteContent: `note ${i}` })),
      );
      const winner = answers.findIndex(({ pushSuccess }) => pushSuccess === 'success');

      expect(answers.filter(({ failMsg }) => failMsg === 'Taken Error')).toHaveLength(5);
      expect(await ask('note', { sessionKey, marchSn })).toMatchObject({ noteContent: `note ${winner}` });
    }
    expect(await readOne(totalKey(sellerId))).toMatchObject({ noted: 5 });
  });

  it('counts 60 eaters pushing at once on one stall exactly', async () => {
    const { sessionKey, sellerId } = await openStall();
    await times(60, () => ask('fetch', { sessionKey }));
    const key = await eater();

    const answers = await times(60, (i) =>
      ask('push', { sessionKey: key, sellerId, marchSn: i + 1, noteContent: 'x' }),
    );

    expect(answers).toEqual(Array(60).fill({ pushSuccess: 'success', ...WHICH }));
    expect(await readOne(totalKey(sellerId))).toMatchObject({ noted: 60 });
  });
});

describe('a crash between the two writes of a fetch', () => {
  it('loses a proposal and no number: the next fetches go on, and the round reaches the lost one', async () => {
    const { sessionKey } = await openStall();
    await ask('fetch', { sessionKey });
    aroundNext('PutItemCommand', { before: crash });
    expect(await send('fetch', { sessionKey })).toMatchObject({ status: 500 });
    documents.middlewareStack.remove('fault');

    const numbers = [];
    for (let i = 0; i < 98; i += 1) numbers.push((await ask('fetch', { sessionKey })).marchSn);

    expect(numbers).toEqual([...Array.from({ length: 97 }, (_, i) => i + 3), 2]);
  });

  it('a retry with the same requestId gets a number, once', async () => {
    const { sessionKey } = await openStall();
    aroundNext('TransactWriteItemsCommand', { before: crash });
    expect(await send('fetch', { sessionKey, requestId: 'r' })).toMatchObject({ status: 500 });

    expect(await ask('fetch', { sessionKey, requestId: 'r' })).toEqual({
      fetchSuccess: 'success',
      marchSn: 2,
      ...WHICH,
    });
    expect(await ask('fetch', { sessionKey, requestId: 'r' })).toEqual({
      fetchSuccess: 'success',
      marchSn: 2,
      ...WHICH,
    });
  });

  it('a retry after the answer was lost gets the same number', async () => {
    const { sessionKey } = await openStall();
    aroundNext('TransactWriteItemsCommand', { after: crash });
    expect(await send('fetch', { sessionKey, requestId: 'r' })).toMatchObject({ status: 500 });

    expect(await ask('fetch', { sessionKey, requestId: 'r' })).toEqual({
      fetchSuccess: 'success',
      marchSn: 1,
      ...WHICH,
    });
    expect(await ask('fetch', { sessionKey })).toEqual({ fetchSuccess: 'success', marchSn: 2, ...WHICH });
  });
});

describe('a crash on another query’s way', () => {
  it('a push whose answer was lost may be sent again, and counts once', async () => {
    const { sessionKey, sellerId } = await openStall();
    await ask('fetch', { sessionKey });
    const push = { sessionKey: await eater(), sellerId, marchSn: 1, noteContent: 'x' };
    aroundNext('TransactWriteItemsCommand', { after: crash });

    expect(await send('push', push)).toMatchObject({ status: 500 });
    expect(await ask('push', push)).toEqual({ pushSuccess: 'success', ...WHICH });
    expect(await readOne(totalKey(sellerId))).toMatchObject({ noted: 1 });
  });

  it('a push that DynamoDB never saw leaves nothing half done', async () => {
    const { sessionKey, sellerId } = await openStall();
    await ask('fetch', { sessionKey });
    aroundNext('TransactWriteItemsCommand', { before: crash });

    await send('push', { sessionKey: await eater(), sellerId, marchSn: 1, noteContent: 'x' });

    expect(await ask('note', { sessionKey, marchSn: 1 })).toMatchObject({ noteContent: null });
    expect(await readOne(totalKey(sellerId))).toBeUndefined();
  });
});
