import { beforeEach, describe, expect, it } from 'vitest';
import { ask, eater, openCanteen, openStall, type StallFixture } from '../support/canteen.ts';

openCanteen();

let stall: StallFixture;
let eaterKey: string;
beforeEach(async () => {
  [stall, eaterKey] = [await openStall(), await eater()];
});

const asSeller = (query: Parameters<typeof ask>[0], fields: Record<string, unknown> = {}) =>
  ask(query, { sessionKey: stall.sessionKey, ...fields });
const push = (marchSn: number, ticketCode?: string, more: Record<string, unknown> = {}) =>
  ask('push', {
    sessionKey: eaterKey,
    sellerId: stall.sellerId,
    marchSn,
    noteContent: '面',
    ticketCode,
    ...more,
  });
const fetchOne = async () => (await asSeller('fetch')) as { marchSn: number; ticketCode: string };
const wrong = (code: string) => String((Number(code) + 1) % 10_000).padStart(4, '0');
const CODE_ERROR = { pushSuccess: 'fail', failMsg: 'Code Error' };

describe('a stall that asks for proof', () => {
  beforeEach(() => asSeller('settings', { proof: 'code' }));

  it('prints a code with each number, the same for the same requestId', async () => {
    const first = await asSeller('fetch', { requestId: 'press' });

    expect(first).toMatchObject({ ticketCode: expect.stringMatching(/^\d{4}$/) });
    expect(await asSeller('fetch', { requestId: 'press' })).toEqual(first);
  });

  it('takes a note with the code alone, and the same once more', async () => {
    const { marchSn, ticketCode } = await fetchOne();

    expect(await push(marchSn)).toEqual(CODE_ERROR);
    expect(await push(marchSn, wrong(ticketCode))).toEqual(CODE_ERROR);
    expect(await push(marchSn, ticketCode)).toMatchObject({ pushSuccess: 'success' });
    expect(await push(marchSn, ticketCode)).toMatchObject({ pushSuccess: 'success' });
    expect(await push(marchSn, ticketCode, { noteContent: '粉' })).toMatchObject({ failMsg: 'Taken Error' });
    expect(await push(77, ticketCode)).toMatchObject({ failMsg: 'Invalid Sn Error' });
  });

  it('after five wrong codes links the ticket by its own hand only', async () => {
    const { marchSn, ticketCode } = await fetchOne();
    for (let i = 0; i < 5; i += 1) expect(await push(marchSn, wrong(ticketCode))).toEqual(CODE_ERROR);

    expect(await push(marchSn, ticketCode)).toEqual(CODE_ERROR);
    expect(await push(marchSn, undefined, { sessionKey: stall.sessionKey })).toMatchObject({
      pushSuccess: 'success',
    });
    expect(await asSeller('note', { marchSn })).toMatchObject({ noteContent: '面' });
  });

  it('tells no more than five codes right from wrong, however many are tried at once', async () => {
    const { readOne } = await import('../../lib/store/store.ts');
    const { ticketKey } = await import('../../lib/callme/keys.ts');
    const { marchSn, ticketCode } = await fetchOne();
    const guesses = Array.from({ length: 40 }, (_, i) =>
      String((Number(ticketCode) + 1 + i) % 10_000).padStart(4, '0'),
    );

    const answers = await Promise.all(guesses.map((guess) => push(marchSn, guess)));
    expect(answers).toEqual(Array(40).fill(CODE_ERROR));
    expect(await readOne(ticketKey(stall.sellerId, marchSn))).toMatchObject({ wrongCodes: 5 });
    expect(await push(marchSn, ticketCode)).toEqual(CODE_ERROR);
  });

  it('links three open tickets to an eater at most, also of four at once', async () => {
    const tickets = [await fetchOne(), await fetchOne(), await fetchOne(), await fetchOne()];
    const answers = await Promise.all(tickets.map(({ marchSn, ticketCode }) => push(marchSn, ticketCode)));
    const refused = answers.findIndex(({ failMsg }) => failMsg === 'Too Many Error');

    expect(answers.filter(({ pushSuccess }) => pushSuccess === 'success')).toHaveLength(3);
    const [one, other] = [tickets[refused], tickets[(refused + 1) % 4]];
    await asSeller('done', { isseller: 'yes', marchSn: other?.marchSn });
    expect(await push(one?.marchSn as number, one?.ticketCode)).toMatchObject({ pushSuccess: 'success' });
  });

  it('asks for no code of what was handed out before', async () => {
    await asSeller('settings', { proof: 'none' });
    const { marchSn, ticketCode } = await fetchOne();
    await asSeller('settings', { proof: 'code' });

    expect(ticketCode).toBeUndefined();
    expect(await push(marchSn)).toMatchObject({ pushSuccess: 'success' });
  });

  it('that asks no longer takes any note', async () => {
    const { marchSn } = await fetchOne();
    await asSeller('settings', { proof: 'none' });

    expect(await push(marchSn)).toMatchObject({ pushSuccess: 'success' });
  });
});
