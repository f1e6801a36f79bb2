import { setting } from '../../lib/env.ts';
import { write } from '../../lib/store/store.ts';
import {
  type Budget,
  everythingAtOnce,
  information,
  listForCaller,
  noDynamoDB,
  oneWrite,
  passingThrough,
  readByKey,
  readByPointer,
} from '../budget.ts';
import {
  ACCOUNT,
  consent,
  consentTwice,
  openPractice,
  type Practice,
  page,
  pushed,
  type Return,
  signature,
  someMessage,
} from '../patients.ts';
import { type Answer, ask, type Case, type Exchange, type Request, routeCase } from './case.ts';

const DONE = { ok: true };
const ONWARD = { statusCode: 302 };

/** Every function of h5. */
export const h5Cases = async (): Promise<Case[]> => {
  const practice = await openPractice();
  return Promise.all([
    ...logins(practice),
    ...pushes(),
    ...configs(),
    routeCase('h5/version', '', noDynamoDB, { request: { method: 'GET', path: '/version' }, expected: DONE }),
    ...records(practice),
    ...reports(practice),
    ...shares(practice),
  ]);
};

const cookieOf = (sid: string) => ({ cookies: [`sid=${sid}`] });

const logins = ({ sid }: Practice) => {
  const begin = (what: string, budget: Budget, more: Partial<Request>) =>
    routeCase('h5/oauth', what, budget, {
      request: { method: 'GET', path: '/wx/oauth', query: { redirect: page() }, ...more },
      expected: ONWARD,
    });
  const complete = (what: string, back: () => Promise<Return>) =>
    routeCase('h5/oauth_callback', what, passingThrough, {
      request: async () => {
        const { sid, ...query } = await back();
        return { method: 'GET', query: { ...query, redirect: page() }, ...cookieOf(sid) };
      },
      expected: ONWARD,
    });
  return [
    begin('no cookie', everythingAtOnce, {}),
    begin('living session', oneWrite, cookieOf(sid)),
    complete('', consent),
    complete('asked again', consentTwice),
  ];
};

const pushes = () => {
  const toPush = (elements: Record<string, string>): Request => ({
    path: '/wx',
    type: 'text/xml',
    query: signature(),
    body: pushed(elements),
  });
  const push = (what: string, budget: Budget, exchange: Pick<Exchange, 'request' | 'expected'>) =>
    routeCase('h5/push', what, budget, exchange);
  const text = () => toPush({ MsgType: 'text', Content: '帮助', MsgId: someMessage() });
  const isSilent = ({ statusCode, text }: Answer) => statusCode === 200 && text === undefined;
  return [
    routeCase('h5/verify', '', noDynamoDB, {
      request: () => ({ method: 'GET', path: '/wx', query: { ...signature(), echostr: 'echo' } }),
      expected: { text: 'echo' },
    }),
    push('a text', everythingAtOnce, {
      request: text,
      expected: ({ text }) => String(text).startsWith('<xml>'),
    }),
    push('a text, once more', everythingAtOnce, {
      request: async () => {
        const request = text();
        await ask('h5/push', request);
        return request;
      },
      expected: isSilent,
    }),
    push('a new follower', everythingAtOnce, {
      request: () => toPush({ MsgType: 'event', Event: 'subscribe', EventKey: 'qrscene_42' }),
      expected: isSilent,
    }),
    push('nothing to do', noDynamoDB, {
      request: () => toPush({ MsgType: 'event', Event: 'LOCATION', Latitude: '23.1' }),
      expected: isSilent,
    }),
  ];
};

const configs = () => {
  const [host] = setting('H5_JSSDK_HOSTS').split(' ');
  const body = JSON.stringify({ url: `http://${host}/reports?tab=1` });
  const ticket = { table: setting('APPS_TABLE'), pk: `ticket#${ACCOUNT.appid}` };
  return [
    routeCase('h5/jssdk_config', 'living ticket', readByKey, { request: { body }, expected: DONE }),
    routeCase('h5/jssdk_config', 'new ticket', information('every 2 hours: a lease, then WeChat'), {
      request: async () => {
        await write({ delete: ticket });
        return { body };
      },
      expected: DONE,
      // WeChat gives out so many tickets a day.
      every: 5,
    }),
  ];
};

/** A case of what a user asks of one measurement. */
const recordCase = (
  file: string,
  what: string,
  budget: Budget,
  { sid, record, method = 'GET', body }: { sid: string; record: number; method?: string; body?: object },
) =>
  routeCase(file, what, budget, {
    request: {
      method,
      pathParameters: { record_id: String(record) },
      ...cookieOf(sid),
      ...(body && { body: JSON.stringify(body) }),
    },
    expected: DONE,
  });

const records = ({ sid, paid }: Practice) => [
  routeCase('h5/measurements', '20 of 60', listForCaller, {
    request: { method: 'GET', ...cookieOf(sid) },
    expected: ({ data }) => (data as unknown[]).length === 20,
  }),
  recordCase('h5/remark', '', oneWrite, { sid, record: paid, method: 'POST', body: { remark: '饭后' } }),
  routeCase('h5/payment', '', oneWrite, {
    request: { body: JSON.stringify({ record_id: paid }), ...cookieOf(sid) },
    expected: DONE,
  }),
];

const reports = ({ sid, paid, unpaid }: Practice) => [
  recordCase('h5/analyze', 'paid for', readByPointer, { sid, record: paid }),
  recordCase('h5/analyze', 'not paid for', readByPointer, { sid, record: unpaid }),
  routeCase('h5/analyze', 'session over', readByKey, {
    request: {
      method: 'GET',
      pathParameters: { record_id: String(paid) },
      ...cookieOf('0'.repeat(40)),
    },
    expected: { ok: false },
  }),
];

const shares = ({ sid, unpaid, paid, token }: Practice) => [
  recordCase('h5/share', '', oneWrite, { sid, record: paid }),
  recordCase('h5/share_end', '', oneWrite, { sid, record: unpaid, method: 'DELETE' }),
  routeCase('h5/shared_analyze', '', readByPointer, {
    request: { method: 'GET', pathParameters: { token } },
    expected: DONE,
  }),
];
