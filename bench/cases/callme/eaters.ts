import { EATER_APP, SESSION_POLICY } from '../../../lib/callme/callers.ts';
import { callTicket, endTicket } from '../../../lib/callme/queue.ts';
import { changeSettings } from '../../../lib/callme/settings.ts';
import { hotPath, information, oneWrite, readByKey, readForCaller, taking } from '../../budget.ts';
import { type Canteen, fetchNumber, logIn, note } from '../../canteen.ts';
import { letSessionRest } from '../../people.ts';
import type { Case } from '../case.ts';
import { queryCase } from './query.ts';

/** What eaters ask, the hot path first. */
export const eaterCases = (canteen: Canteen): Promise<Case>[] => [
  ...hungry(canteen),
  ...menus(canteen),
  ...queues(canteen),
  ...orders(canteen),
];

const hungry = ({ busy: { sellerId }, newcomer }: Canteen) => {
  const ask = (marchSn: number) => ({ sessionKey: newcomer, sellerId, marchSn });
  return [
    queryCase('hungry', 'not called yet', hotPath, { fields: ask(1), failMsg: 'Not Ready Yet' }),
    queryCase('hungry', 'called', hotPath, { fields: ask(2) }),
    queryCase('hungry', 'called, by POST /', hotPath, { fields: ask(2), path: '/' }),
    queryCase('hungry', 'no such ticket', information('what is missing is read again'), {
      fields: ask(99),
      failMsg: 'Invalid Sn Error',
    }),
    queryCase('hungry', 'session to extend', information('every 6 minutes'), {
      fields: async () => {
        await letSessionRest(newcomer, SESSION_POLICY.idle / 2);
        return ask(2);
      },
    }),
  ];
};

const menus = ({ busy: { sellerId }, waiting, newcomer }: Canteen) => [
  queryCase('seller_list', '20 stalls', readByKey, { fields: { sessionKey: newcomer } }),
  queryCase('menu', 'no open ticket', readForCaller, { fields: { sessionKey: newcomer, sellerId } }),
  queryCase('menu', 'open ticket', readForCaller, {
    fields: { sessionKey: waiting.sessionKey, sellerId },
  }),
];

const queues = ({ busy: { sellerId }, newcomer }: Canteen) => [
  queryCase('queue', '31 open tickets', readByKey, { fields: { sessionKey: newcomer, sellerId } }),
  queryCase('queue', 'and a number in it', readByKey, {
    fields: { sessionKey: newcomer, sellerId, marchSn: 30 },
  }),
];

const orders = ({ quiet, waiting: { sessionKey, openid } }: Canteen) => {
  const { sellerId } = quiet;
  let marchSn = 0;
  const fetched = async () => {
    marchSn = await fetchNumber(quiet);
    return { sessionKey, sellerId, marchSn };
  };
  return [
    queryCase('push', 'a note', oneWrite, {
      fields: async () => ({ ...(await fetched()), noteContent: '黄焖鸡米饭 微辣 不要香菜' }),
      clean: () => endTicket(sellerId, marchSn),
    }),
    queryCase('done', 'by the eater', oneWrite, {
      fields: async () => {
        const fields = await fetched();
        await note(quiet, marchSn, openid);
        await callTicket(sellerId, marchSn);
        return fields;
      },
    }),
    queryCase('done', 'before the call', information('takes the note back: a second write'), {
      fields: async () => {
        const fields = await fetched();
        await note(quiet, marchSn, openid);
        return fields;
      },
      clean: () => endTicket(sellerId, marchSn),
    }),
    queryCase('unnote', '', oneWrite, {
      fields: async () => {
        const fields = await fetched();
        await note(quiet, marchSn, openid);
        return fields;
      },
      clean: () => endTicket(sellerId, marchSn),
    }),
    queryCase('take', 'a number', taking, {
      fields: async () => {
        await changeSettings(quiet, { selfService: true });
        return { sessionKey: await logIn(EATER_APP), sellerId };
      },
      clean: ({ marchSn: taken }) => endTicket(sellerId, Number(taken)),
    }),
    queryCase('logout', '', oneWrite, { fields: async () => ({ sessionKey: await logIn(EATER_APP) }) }),
  ];
};
