import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
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

openCanteen();
afterEach(() => void vi.useRealTimers());

const fetchOne = async ({ sessionKey }: StallFixture) =>
  (await ask('fetch', { sessionKey })).marchSn as number;

describe('a ticket', () => {
  let stall: StallFixture;
  let eaterKey: string;
  let ticket: { sellerId: number; marchSn: number };
  const asEater = (query: 'push' | 'hungry' | 'done', more = {}) =>
    ask(query, { sessionKey: eaterKey, ...ticket, ...more });
  const asSeller = (query: 'note' | 'call' | 'done' | 'clear', more = {}) =>
    ask(query, { sessionKey: stall.sessionKey, ...more });
  const fresh = async () => {
    stall = await openStall();
    eaterKey = await eater();
    ticket = { sellerId: stall.sellerId, marchSn: await fetchOne(stall) };
  };

  describe('note Q06', () => {
    beforeAll(fresh);

    it('Q06R00 lists tickets with and without a note in the order of fetching', async () => {
      for (let i = 0; i < 3; i += 1) await fetchOne(stall);
      await asEater('push', { marchSn: 3, noteContent: '不要香菜' });
      await asEater('push', { marchSn: 1, noteContent: '微辣' });

      expect(await asSeller('note')).toEqual({
        noteSuccess: 'success',
        sellerId: stall.sellerId,
        orderList: {
          notedList: [
            { marchSn: 1, noteContent: '微辣' },
            { marchSn: 3, noteContent: '不要香菜' },
          ],
          unnotedList: [
            { marchSn: 2, noteContent: null },
            { marchSn: 4, noteContent: null },
          ],
        },
      });
    });

    it('Q06R00 carries the note of the ticket that is asked for, null when it has none', async () => {
      expect(await asSeller('note', { marchSn: '3' })).toMatchObject({ noteContent: '不要香菜' });
      expect(await asSeller('note', { marchSn: 2 })).toMatchObject({ noteContent: null });
      expect(await asSeller('note')).not.toHaveProperty('noteContent');
    });

    it('says Invalid Sn Error when there is no such ticket', async () => {
      for (const marchSn of [98, 0, -1, 100]) {
        expect(await asSeller('note', { marchSn })).toEqual({
          noteSuccess: 'fail',
          failMsg: 'Invalid Sn Error',
        });
      }
    });
  });

  describe('push Q07', () => {
    beforeAll(fresh);

    it('Q07R01 refuses a number that is not in use, and an unknown stall', async () => {
      const failure = { pushSuccess: 'fail', failMsg: 'Invalid Sn Error' };

      expect(await asEater('push', { marchSn: 55, noteContent: 'x' })).toEqual(failure);
      expect(await asEater('push', { sellerId: 4_711, noteContent: 'x' })).toEqual(failure);
    });

    it('Q07R00 links the ticket to the eater, once more with the same text too', async () => {
      expect(await asEater('push', { noteContent: '加辣' })).toEqual({ pushSuccess: 'success', ...WHICH });
      expect(await asEater('push', { noteContent: '加辣', subscribe: true })).toEqual({
        pushSuccess: 'success',
        ...WHICH,
      });
    });

    it('Q07R02 refuses another text, and another eater with any text', async () => {
      const failure = { pushSuccess: 'fail', failMsg: 'Taken Error' };
      const stranger = await eater();

      expect(await asEater('push', { noteContent: '不辣' })).toEqual(failure);
      expect(await asEater('push', { sessionKey: stranger, noteContent: '加辣' })).toEqual(failure);
      expect(await asSeller('note', { marchSn: ticket.marchSn })).toMatchObject({ noteContent: '加辣' });
    });

    it('takes 1 to 200 characters, an emoji counting as one', async () => {
      const longest = '🍜'.repeat(200);
      const marchSn = await fetchOne(stall);
      const refusal = { pushSuccess: 'fail', failMsg: 'Invalid Param Error', field: 'noteContent' };

      expect(await asEater('push', { marchSn, noteContent: `${longest}x` })).toEqual(refusal);
      expect(await asEater('push', { marchSn, noteContent: '' })).toEqual(refusal);
      expect(await asEater('push', { marchSn, noteContent: longest })).toEqual({
        pushSuccess: 'success',
        ...WHICH,
      });
      expect(await asSeller('note', { marchSn })).toMatchObject({ noteContent: longest });
    });

    it.each([
      `'; DROP TABLE order_list; --`,
      '{"$ne":null}',
      '#pk = :pk OR attribute_exists(pk)',
      '<script>alert(1)</script>',
      '\\u0000%00{{7*7}}',
    ])('keeps %j as the text it is', async (noteContent) => {
      const marchSn = await fetchOne(stall);

      expect(await asEater('push', { marchSn, noteContent })).toEqual({ pushSuccess: 'success', ...WHICH });
      expect(await asSeller('note', { marchSn })).toMatchObject({ noteContent });
    });
  });

  describe('hungry Q08 and call Q09', () => {
    beforeAll(fresh);

    it('Q08R01 says Not Ready Yet before the call', async () => {
      expect(await asEater('hungry')).toEqual({ hungrySuccess: 'fail', failMsg: 'Not Ready Yet', ...WHICH });
    });

    it('says Invalid Sn Error where there is no such ticket', async () => {
      const failure = { hungrySuccess: 'fail', failMsg: 'Invalid Sn Error' };

      expect(await asEater('hungry', { marchSn: 44 })).toEqual(failure);
      expect(await asEater('hungry', { sellerId: 4_711 })).toEqual(failure);
      expect(await asSeller('call', { marchSn: 44 })).toEqual({
        callSuccess: 'fail',
        failMsg: 'Invalid Sn Error',
      });
    });

    it('Q09R00 and Q08R00: a called ticket is ready, and may be called again', async () => {
      expect(await asSeller('call', { marchSn: String(ticket.marchSn) })).toEqual({ callSuccess: 'success' });
      expect(await asEater('hungry')).toEqual({ hungrySuccess: 'success', ...WHICH });
      expect(await asSeller('call', { marchSn: ticket.marchSn })).toEqual({ callSuccess: 'success' });
      expect(await asEater('hungry')).toEqual({ hungrySuccess: 'success', ...WHICH });
    });

    it('a seller calls numbers of the own stall only', async () => {
      const other = await openStall();

      expect(await ask('call', { sessionKey: other.sessionKey, marchSn: ticket.marchSn })).toEqual({
        callSuccess: 'fail',
        failMsg: 'Invalid Sn Error',
      });
    });
  });

  describe('done Q10', () => {
    const isOpen = async () =>
      (await asSeller('note', { marchSn: ticket.marchSn })).noteSuccess === 'success';
    const notYours = { doneSuccess: 'fail', failMsg: 'Not Your Order Error' };

    it('Q10R00 ends the eater’s own order that was called, and once more is success too', async () => {
      await fresh();
      await asEater('push', { noteContent: 'x' });
      await asSeller('call', { marchSn: ticket.marchSn });

      expect(await asEater('done')).toEqual({ doneSuccess: 'success' });
      expect(await isOpen()).toBe(false);
      expect(await asEater('done')).toEqual({ doneSuccess: 'success' });
    });

    it('takes only the note back of the eater’s own order before the call, once more is success too', async () => {
      await fresh();
      await asEater('push', { noteContent: 'x' });

      for (let i = 0; i < 2; i += 1) {
        expect(await asEater('done')).toEqual({ doneSuccess: 'success' });
        expect(await asSeller('note', { marchSn: ticket.marchSn })).toMatchObject({ noteContent: null });
      }
    });

    it('refuses a stranger, whatever was called or noted', async () => {
      await fresh();
      await asEater('push', { noteContent: 'x' });
      await asSeller('call', { marchSn: ticket.marchSn });

      expect(await asEater('done', { sessionKey: await eater() })).toEqual(notYours);
      expect(await isOpen()).toBe(true);
    });

    it('lets anyone end an order without a note once it was called, not before', async () => {
      await fresh();

      expect(await asEater('done')).toEqual(notYours);
      await asSeller('call', { marchSn: ticket.marchSn });
      expect(await asEater('done')).toEqual({ doneSuccess: 'success' });
      expect(await isOpen()).toBe(false);
    });

    it('lets a seller end any order of the own stall, with isseller:"yes"', async () => {
      await fresh();
      await asEater('push', { noteContent: 'x' });
      const other = await openStall();

      expect(await ask('done', { sessionKey: other.sessionKey, ...ticket, isseller: 'yes' })).toEqual(
        notYours,
      );
      expect(await asSeller('done', { ...ticket, isseller: 'yes' })).toEqual({ doneSuccess: 'success' });
      expect(await isOpen()).toBe(false);
    });

    it('knows the seller’s stall by the session, and an eater has to name one', async () => {
      await fresh();
      const { marchSn } = ticket;

      expect(await asSeller('done', { marchSn })).toMatchObject({ field: 'sellerId' });
      expect(await isOpen()).toBe(true);
      expect(await asSeller('done', { marchSn, isseller: 'yes' })).toEqual({ doneSuccess: 'success' });
      expect(await isOpen()).toBe(false);
    });

    it('does not take an eater’s word for being the seller', async () => {
      await fresh();
      await asEater('push', { noteContent: 'x' });

      expect(await asEater('done', { isseller: 'yes' })).toEqual(notYours);
      expect(await asEater('done', { isseller: 'yes', sellerId: undefined })).toEqual(notYours);
      expect(await isOpen()).toBe(true);
    });
  });

  it('clear ends the tickets without a note, called or not, and counts them', async () => {
    await fresh();
    const numbers = [await fetchOne(stall), await fetchOne(stall)];
    await asEater('push', { noteContent: 'x' });
    await asSeller('call', { marchSn: numbers[0] });

    expect(await asSeller('clear')).toEqual({ clearSuccess: 'success', cleared: 2 });
    expect(await asSeller('note')).toMatchObject({
      orderList: { notedList: [{ marchSn: ticket.marchSn, noteContent: 'x' }], unnotedList: [] },
    });
    expect(await asSeller('clear')).toEqual({ clearSuccess: 'success', cleared: 0 });
  });
});

describe('who may ask', () => {
  it.each(['fetch', 'note', 'call', 'clear'] as const)('%s is for sellers', async (query) => {
    expect(await ask(query, { sessionKey: await eater(), marchSn: 1 })).toEqual({
      [`${query}Success`]: 'fail',
      failMsg: 'Seller Openid Error',
    });
  });

  it('a seller may ask what eaters ask', async () => {
    const stall = await openStall();
    const marchSn = await fetchOne(stall);
    const sessionKey = await logIn('yes', (await openStall()).openid);

    expect(await ask('push', { sessionKey, sellerId: stall.sellerId, marchSn, noteContent: 'x' })).toEqual({
      pushSuccess: 'success',
      ...WHICH,
    });
    expect(
      await ask('push', {
        sessionKey: await logIn('no', someone()),
        sellerId: stall.sellerId,
        marchSn,
        noteContent: 'x',
      }),
    ).toMatchObject({ failMsg: 'Taken Error' });
  });
});
