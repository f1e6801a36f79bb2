import { randomUUID } from 'node:crypto';
import { counterKey } from '../../../lib/callme/keys.ts';
import { callTicket, endTicket, fetchTicket, NUMBERS, undo } from '../../../lib/callme/queue.ts';
import { write } from '../../../lib/store/store.ts';
import { dayIn } from '../../../lib/time.ts';
import {
  callingNext,
  clearing,
  fetching,
  information,
  oneWrite,
  readForCaller,
  takingBack,
} from '../../budget.ts';
import { type Canteen, fetchNumber, note, type Stall } from '../../canteen.ts';
import type { Answer, Case } from '../case.ts';
import { queryCase } from './query.ts';

const CLEARED = 10;

/** What sellers ask of their queue. */
export const sellerCases = (canteen: Canteen): Promise<Case>[] => [
  ...fetches(canteen),
  ...queues(canteen),
  ...hands(canteen),
  ...ends(canteen),
];

const fetches = ({ fetching: stall, crowded, open }: Canteen) => {
  const { sellerId, sessionKey } = stall;
  const known = randomUUID();
  const endOldest = ({ marchSn }: Answer) =>
    endTicket(sellerId, ((Number(marchSn) - open - 1 + NUMBERS) % NUMBERS) + 1);
  return [
    queryCase('fetch', 'next number', fetching, { fields: { sessionKey }, clean: endOldest }),
    queryCase('fetch', 'with requestId', fetching, {
      fields: () => ({ sessionKey, requestId: randomUUID() }),
      clean: endOldest,
    }),
    queryCase('fetch', 'same requestId again', fetching, {
      fields: async () => {
        await fetchTicket(crowded, known);
        return { sessionKey: crowded.sessionKey, requestId: known };
      },
    }),
    queryCase('fetch', 'number in use', information('looks for the next free one'), {
      fields: async () => {
        const counter = counterKey(crowded.sellerId, dayIn(crowded.timeZone));
        await write({ update: counter, set: { fetched: 0 } });
        return { sessionKey: crowded.sessionKey };
      },
      clean: ({ marchSn }) => endTicket(crowded.sellerId, Number(marchSn)),
    }),
  ];
};

const queues = ({ busy: { sessionKey } }: Canteen) => [
  queryCase('note', '31 open tickets', readForCaller, { fields: { sessionKey } }),
  queryCase('note', 'of one ticket', readForCaller, { fields: { sessionKey, marchSn: 2 } }),
];

const hands = ({ clearing: stall }: Canteen) => {
  const { sessionKey, sellerId } = stall;
  let marchSn = 0;
  const fetched = async () => {
    marchSn = await fetchNumber(stall);
    return { sessionKey, sellerId };
  };
  const called = async () => {
    await fetched();
    await callTicket(sellerId, marchSn);
    return { sessionKey, marchSn };
  };
  const clean = () => endTicket(sellerId, marchSn);
  return [
    queryCase('call', 'with a note', oneWrite, {
      fields: async () => {
        await fetched();
        await note(stall, marchSn);
        return { sessionKey, marchSn };
      },
      clean,
    }),
    queryCase('next', '6 wait', callingNext, { fields: fetched, clean: backAnd(stall, clean) }),
    queryCase('miss', '', oneWrite, { fields: called, clean }),
    queryCase('undo', 'of a call', takingBack, { fields: called, clean }),
    queryCase('settings', 'changed', takingBack, { fields: () => ({ sessionKey, remindAhead: 3 }) }),
  ];
};

/** The ticket that was called waits again, and the one that was fetched for it is gone. */
const backAnd =
  ({ sellerId, timeZone }: Stall, clean: () => Promise<unknown>) =>
  async ({ marchSn }: Answer) => {
    await undo({ sellerId, timeZone }, { marchSn: Number(marchSn) });
    await clean();
  };

const ends = ({ quiet, clearing: stall }: Canteen) => [
  queryCase('done', 'by the seller', oneWrite, {
    fields: async () => ({
      sessionKey: quiet.sessionKey,
      sellerId: quiet.sellerId,
      marchSn: await fetchNumber(quiet),
      isseller: 'yes',
    }),
  }),
  queryCase('clear', `${CLEARED} of ${CLEARED + 5} tickets`, clearing, {
    fields: async () => {
      await Promise.all(Array.from({ length: CLEARED }, () => fetchNumber(stall)));
      return { sessionKey: stall.sessionKey };
    },
    every: 5,
  }),
];
