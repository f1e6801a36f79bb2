import { listDevices } from '../../lib/rental/devices.ts';
import {
  type Budget,
  cabinetReport,
  everythingAtOnce,
  listForCaller,
  oneWrite,
  poll,
  readByKey,
  settling,
  toldAgain,
} from '../budget.ts';
import {
  type Borrower,
  beginRent,
  beginRevert,
  type Command,
  codeOf,
  type Gym,
  lend,
  NEWS,
  openGym,
  report,
  serve,
  signed,
  takeBack,
  toRent,
  toRevert,
  toTell,
} from '../cabinets.ts';
import { letSessionRest, someone } from '../people.ts';
import { type Case, type Exchange, type Fields, type Request, routeCase } from './case.ts';

/** A day: more than a tenth of the week that a session lives without use. */
const LONG_AGO = 86_400;
const ACCEPTED = { status: 'accepted' };

/** Every function of rental. */
export const rentalCases = async (): Promise<Case[]> => {
  const gym = await openGym();
  const cabinets = (await listDevices()).length;
  return Promise.all([
    ...logins(),
    ...profiles(gym),
    ...loans(gym),
    ...polls(gym),
    ...attempts(gym),
    routeCase('rental/device_list', `${cabinets} cabinets`, readByKey, {
      request: { method: 'GET' },
      expected: ACCEPTED,
    }),
    ...reports(gym),
    ...results(gym),
  ]);
};

const logins = () => {
  const returning = someone();
  const login = (what: string, query: () => Promise<Record<string, string>>) =>
    routeCase('rental/login', what, everythingAtOnce, {
      request: async () => ({ method: 'GET', query: await query() }),
      expected: ACCEPTED,
    });
  return [
    login('first time', async () => ({ code: await codeOf() })),
    login('again, with a profile', async () => ({ code: await codeOf(returning), phone: '13800138000' })),
  ];
};

/** A case of what a user asks with the query string alone. */
const userCase = (file: string, what: string, budget: Budget, user: Borrower, more: Partial<Exchange> = {}) =>
  routeCase(file, what, budget, { request: toGet(user), expected: ACCEPTED, ...more });

const toGet = (user: Borrower): Request => ({ method: 'GET', query: user });

const profiles = ({ holder }: Gym) => [
  userCase('rental/profile', '', readByKey, holder),
  userCase('rental/profile_change', '', oneWrite, holder, {
    request: { body: JSON.stringify({ ...holder, region: '浙江, 杭州', email: 'mail@example.com' }) },
  }),
];

const loans = ({ holder, regular, uuid }: Gym) => [
  userCase('rental/status', 'an item out', readByKey, holder, {
    expected: ({ items }) => (items as Fields[])[0]?.uuid === uuid,
  }),
  userCase('rental/history', '10 of 30', listForCaller, regular, {
    request: { ...toGet(regular), pathParameters: { page_length: '10', page_id: '1' } },
    expected: ({ items }) => (items as Fields[]).length === 10,
  }),
];

const polls = ({ cabinet, free, holder }: Gym) => [
  userCase('rental/latest_status', 'waiting', poll, free, {
    request: async () => {
      await beginRent(cabinet, free);
      return toGet(free);
    },
    expected: { latest: 'WAITING' },
    clean: () => serve(cabinet, false),
  }),
  userCase('rental/latest_status', 'session to extend', oneWrite, holder, {
    request: async () => {
      await letSessionRest(holder.client_session_id, LONG_AGO);
      return toGet(holder);
    },
  }),
  userCase('rental/renting_or_reverting', '', readByKey, holder, {
    expected: { renting_or_reverting: false },
  }),
];

const attempts = ({ cabinet, free, holder, uuid }: Gym) => {
  const attempt = (file: string, request: () => Request) =>
    routeCase(file, '', oneWrite, {
      request: async () => {
        await report(cabinet);
        return request();
      },
      expected: ACCEPTED,
      clean: () => serve(cabinet, false),
    });
  return [
    attempt('rental/try_to_rent', () => toRent(free, cabinet)),
    routeCase('rental/try_to_rent', 'wrong captcha', readByKey, {
      request: async () => {
        await report(cabinet);
        const { query, ...request } = toRent(free, cabinet);
        return { ...request, query: { ...query, captcha: '000' } };
      },
      expected: { status: 'error: wrong captcha' },
    }),
    attempt('rental/try_to_revert', () => toRevert(holder, cabinet, uuid)),
  ];
};

const reports = ({ cabinet, free }: Gym) => {
  const news = () => signed(cabinet, '/device/report', NEWS);
  const hears = (count: number) => (answer: Fields) => (answer.commands as Command[]).length === count;
  return [
    routeCase('rental/device_report', 'nothing to do', cabinetReport, { request: news, expected: hears(0) }),
    routeCase('rental/device_report', 'a borrower waits', cabinetReport, {
      request: async () => {
        await beginRent(cabinet, free);
        return news();
      },
      expected: hears(1),
      clean: () => serve(cabinet, false),
    }),
    routeCase('rental/device_report', 'wrong signature', readByKey, {
      request: () => signed({ ...cabinet, secret: 'none' }, '/device/report', NEWS),
      expected: { statusCode: 403, status: 'error: invalid signature' },
    }),
  ];
};

const results = ({ cabinet, free }: Gym) => {
  let uuid = '';
  const rented = async () => {
    const command = await beginRent(cabinet, free);
    uuid = command.uuid;
    return command;
  };
  const result = (
    what: string,
    budget: Budget,
    ok: boolean,
    { asked, clean }: { asked: () => Promise<Command>; clean?: () => Promise<void> },
  ) =>
    routeCase('rental/device_result', what, budget, {
      request: async () => toTell(cabinet, await asked(), ok),
      expected: ACCEPTED,
      clean,
    });
  const clean = () => takeBack(cabinet, free, uuid);
  return [
    result('an item leaves', settling, true, { asked: rented, clean }),
    result('an item comes back', settling, true, {
      asked: async () => beginRevert(cabinet, free, await lend(cabinet, free)),
    }),
    result('nothing moved', settling, false, { asked: rented }),
    result('told again', toldAgain, true, {
      asked: async () => {
        const command = await rented();
        await serve(cabinet, true);
        return command;
      },
      clean,
    }),
  ];
};
