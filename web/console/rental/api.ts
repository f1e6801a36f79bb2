import { curlOf } from '../curl.ts';
import type { Fetch } from '../fetch.ts';
import { Refusal } from '../words.ts';
import { wordsForStatus } from './statuses.ts';

export type Profile = { name: string; region: string; phone: string; email: string };
export type Instrument = { typeID: string; typeName: string; total: number; remained: number };
export type Device = { deviceID: string; name: string; online: boolean; instruments: Instrument[] };
/** What is out. Times are ISO 8601. */
export type Item = { uuid: string; time_begin: string; time_due: string; name: string; device: string };
/** What was brought back. */
export type Loan = Omit<Item, 'time_due'> & { time_end: string; device_returned: string };
export type Attempt = {
  latest: 'UNSTARTED' | 'WAITING' | 'SUCCEEDED' | 'FAILED';
  kind: 'rent' | 'revert' | null;
  reason: string | null;
  time: string | null;
};

/** Which cabinet, and what its display shows. */
type Before = { deviceID: string; captcha: string };

type Answer = { status: string };
type Session = { userid: string; client_session_id: string };
type Data = Record<string, string>;

export type Rental = ReturnType<typeof createRental>;

const KEY = 'rental session';
const HISTORY = '/user/history/page_length/20/page_id/0';

/**
 * What a borrower's mini-program asks. It logs in by itself, and again when the session has ended; a reload is no new
 * launch. Every call throws a Refusal when the service says no.
 */
export const createRental = (send: Fetch, who: string, login: () => Promise<string>) => {
  let session = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Session | null;

  const sendOnce = <T>(method: 'GET' | 'POST', path: string, data: Data): Promise<T & Answer> => {
    const isGet = method === 'GET';
    const query = isGet && Object.keys(data).length > 0 ? `?${new URLSearchParams(data)}` : '';
    const url = `${location.origin}${path}${query}`;
    const body = isGet ? undefined : JSON.stringify(data);
    const headers = { 'content-type': 'application/json' };
    const name = `${isGet ? '' : 'POST '}${path.replace(/^\/(user\/)?/, '')}`;
    const entry = { who, kind: 'request', name, sent: data, curl: curlOf(url, body) } as const;
    return send<T & Answer>(entry, url, body === undefined ? {} : { method, body, headers }, isAccepted);
  };

  const logIn = async (): Promise<Session> => {
    const answer = await sendOnce<Session>('GET', '/user/login', { code: await login() });
    const { userid, client_session_id } = accepted(answer);
    sessionStorage.setItem(KEY, JSON.stringify({ userid, client_session_id }));
    return { userid, client_session_id };
  };

  const ask = async <T>(method: 'GET' | 'POST', path: string, data: Data = {}): Promise<T> => {
    session ??= await logIn();
    const answer = await sendOnce<T>(method, path, { ...data, ...session });
    if (!/^error: invalid (userid|session_id)$/.test(answer.status)) return accepted(answer);
    session = await logIn();
    return accepted(await sendOnce<T>(method, path, { ...data, ...session }));
  };
  const get = <T>(path: string, data?: Data) => ask<T>('GET', path, data);

  return {
    profile: () => get<Profile>('/user/profile'),
    changeProfile: (profile: Partial<Profile>) => ask<Profile>('POST', '/user/profile', profile),
    devices: async () =>
      accepted(await sendOnce<{ devices: Device[] }>('GET', '/device/list', {})).devices.toSorted((a, b) =>
        a.deviceID.localeCompare(b.deviceID),
      ),
    item: async () => (await get<{ items: Item[] }>('/user/status')).items[0],
    history: async () => (await get<{ items: Loan[] }>(HISTORY)).items,
    latest: () => get<Attempt>('/user/latest_renting_or_reverting_status'),
    rent: (before: Before & { typeID: string }) => get('/user/try_to_rent', before),
    revert: (before: Before & { itemUUID: string }) => get('/user/try_to_revert', before),
  };
};

const isAccepted = ({ status }: Answer): boolean => status === 'accepted';

const accepted = <T extends Answer>(answer: T): T => {
  if (!isAccepted(answer)) throw new Refusal(wordsForStatus(answer.status));
  return answer;
};
