import { apiEvent } from '../tests/support/api.ts';
import { AT_ONCE } from './budget.ts';
import { openCanteen } from './canteen.ts';
import { type Answer, handlerOf, toAnswer } from './cases/case.ts';
import { median } from './intervals.ts';

/** How often a second something can be asked, and that to a plain `hungry` of the same run. */
export type ThroughputRow = { what: string; perSecond: number; ratio: number; budget: number | undefined };

type Fields = Record<string, unknown>;
type Asked = { what: string; budget?: number; act: () => Promise<unknown> };

const WARM_UP = 2;
const ROUND_MS = 400;

/**
 * Has every query asked by 16 clients at a time, in turns of 0.4 seconds, so that whatever else keeps the machine busy
 * meets all of them alike; a ratio is the median of the rounds'.
 */
export const measureThroughput = async (rounds: number): Promise<ThroughputRow[]> => {
  const all = await asked();
  const rates = all.map((): number[] => []);
  for (let round = 1 - WARM_UP; round <= rounds; round += 1) {
    for (const [i, { act }] of all.entries()) {
      const rate = await perSecond(act);
      if (round > 0) rates[i]?.push(rate);
    }
  }
  const [hungry = []] = rates;
  return all.map(({ what, budget }, i) => ({
    what,
    budget,
    perSecond: median(rates[i] ?? []),
    ratio: median((rates[i] ?? []).map((rate, round) => rate / (hungry[round] ?? Number.NaN))),
  }));
};

const perSecond = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  let count = 0;
  const client = async () => {
    while (performance.now() - start < ROUND_MS) {
      await act();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return (count * 1000) / (performance.now() - start);
};

/** What is measured; the first is what the others are held against. */
const asked = async (): Promise<Asked[]> => {
  const { busy, quiet, newcomer, waiting } = await openCanteen();
  const eater = { sessionKey: newcomer, sellerId: busy.sellerId };
  return [
    { what: 'hungry', act: await asking('hungry', { ...eater, marchSn: 2 }) },
    { what: 'seller_list', budget: 0.9, act: await asking('seller_list', eater) },
    { what: 'menu', budget: 0.65, act: await asking('menu', eater) },
    { what: 'menu, open ticket', act: await asking('menu', { ...eater, sessionKey: waiting.sessionKey }) },
    { what: 'note, 31 tickets', budget: 0.6, act: await asking('note', { sessionKey: busy.sessionKey }) },
    { what: 'queue, 31 tickets', act: await asking('queue', eater) },
    { what: 'a whole meal', budget: 0.07, act: await eating(quiet, newcomer) },
  ];
};

const asking = async (query: string, fixed: Fields) => {
  const handler = await handlerOf(`callme/${query}`);
  return async (fields: Fields = {}): Promise<Answer> => {
    const body = JSON.stringify({ ...fixed, ...fields });
    const event = apiEvent({ path: `/callme/${query}`, body });
    const answer = toAnswer(await handler(event, { awsRequestId: 'bench' }));
    if (answer[`${query}Success`] !== 'success' && answer.failMsg !== 'Not Ready Yet')
      throw new Error(`${query} answered ${JSON.stringify(answer)}`);
    return answer;
  };
};

/** A meal from its number to its collection, with six questions of an eater who waits. */
const eating = async ({ sessionKey, sellerId }: { sessionKey: string; sellerId: number }, eater: string) => {
  const by = { seller: { sessionKey }, eater: { sessionKey: eater, sellerId } };
  const fetch = await asking('fetch', by.seller);
  const push = await asking('push', { ...by.eater, noteContent: '黄焖鸡米饭 微辣 不要香菜' });
  const hungry = await asking('hungry', by.eater);
  const call = await asking('call', by.seller);
  const done = await asking('done', { ...by.seller, isseller: 'yes' });
  return async () => {
    const { marchSn } = await fetch();
    await push({ marchSn });
    for (let times = 1; times <= 5; times += 1) await hungry({ marchSn });
    await call({ marchSn });
    await hungry({ marchSn });
    await done({ marchSn });
  };
};
