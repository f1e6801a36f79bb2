import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, vi } from 'vitest';
import type { Endpoint } from '../../lib/http/endpoint.ts';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { startWechat, type Wechat } from '../../local/wechat/server.ts';
import { apiEvent, invoke, type Reply } from './api.ts';

export const APP = { id: '4', appid: 'wx-test-rental', secret: 'secret-rental' };
export const PHONE = '+86 18888888888';

type Fields = Record<string, unknown>;
type Body = Reply['body'];

let wechat: Wechat;

/** The WeChat simulator's controls. */
export const control = () => controlWechat(wechat.url);

/** Starts a WeChat simulator for the test file, and stores rental's app. */
export const openRental = (): void => {
  beforeAll(async () => {
    wechat = await startWechat({ apps: [APP] });
    process.env.WECHAT_API_BASE_URL = wechat.url;
    const { putApp } = await import('../../lib/wechat/apps.ts');
    await putApp(APP);
  });
  afterAll(() => wechat.close());
};

const handlerOf = async (name: string): Promise<Endpoint> =>
  (await import(`../../functions/rental/${name}.ts`)).handler;

/** Sends a GET request, with data as its query string, to its function. */
export const get = async (
  name: string,
  query: Record<string, string> = {},
  more: { headers?: Record<string, string>; pathParameters?: Record<string, string> } = {},
): Promise<Reply> => invoke(await handlerOf(name), apiEvent({ method: 'GET', query, ...more }));

/** Sends a POST request with a JSON body to its function. */
export const post = async (name: string, fields: Fields): Promise<Reply> =>
  invoke(await handlerOf(name), apiEvent({ body: JSON.stringify(fields) }));

let people = 0;
/** An openid that nobody in this test file has. */
export const someone = (): string => {
  people += 1;
  return `openid-${people}`;
};

export const codeOf = (openid = someone()): Promise<string> => control().login({ appid: APP.appid, openid });

export type UserFixture = { userid: string; client_session_id: string };

/** A user who may borrow: signed in, with a phone. */
export const borrower = async (given: Record<string, string> = { phone: PHONE }): Promise<UserFixture> => {
  const { userid, client_session_id } = (await get('login', { code: await codeOf(), ...given })).body;
  return { userid, client_session_id } as UserFixture;
};

/** Asks as a user, and returns the body of the answer. */
export const ask = async (
  user: UserFixture,
  name: string,
  query: Record<string, string> = {},
): Promise<Body> => (await get(name, { ...user, ...query })).body;

export const latestOf = async (user: UserFixture): Promise<Body> => ask(user, 'latest_status');
export const statusOf = async (user: UserFixture): Promise<Body[]> =>
  (await ask(user, 'status')).items as Body[];
export const historyOf = async (user: UserFixture, length = 100, page = 0): Promise<Body[]> => {
  const pathParameters = { page_length: String(length), page_id: String(page) };
  return (await get('history', user, { pathParameters })).body.items as Body[];
};

export type Ask = { id: string; kind: string; typeID: string; uuid: string; expires: string };
type Headers = Record<string, string>;

/** A cabinet as a test plays it: 3 basketballs of 4 unless it says otherwise, and a captcha. */
export class TestCabinet {
  readonly deviceID = `cabinet-${randomUUID()}`;
  readonly secret = `secret of ${this.deviceID}`;
  name = '北交1';
  captchas = ['042'];
  instruments = [{ typeID: 'ball', typeName: '篮球', total: 4, remained: 3 }];
  /** Which results its numbers have in them, if it says so. */
  answered: string[] | undefined;

  /** Registers a cabinet, and lets it report. */
  static async open(changes: Partial<Pick<TestCabinet, 'name' | 'instruments'>> = {}): Promise<TestCabinet> {
    const cabinet = Object.assign(new TestCabinet(), changes);
    const { addDevice } = await import('../../lib/rental/devices.ts');
    const { deviceID, name, secret } = cabinet;
    await addDevice({ deviceID, name, secret, location: { x: 116.34, y: 39.95 } });
    await cabinet.report();
    return cabinet;
  }

  private clock = 0;
  private slow = 0;

  /** Its clock, which never shows the same time twice: no two requests have one signature. */
  now(): number {
    this.clock = Math.max(Date.now() - this.slow, this.clock + 1);
    return this.clock;
  }

  /** From now on its clock is slow by so much more. */
  putBack(ms: number): void {
    this.slow += ms;
    this.clock -= ms;
  }

  /** What it reports. */
  get news(): Fields {
    const { captchas, instruments, answered } = this;
    return {
      workingTime: '08:00-22:00',
      captchas,
      doors: [{ opened: false }],
      instruments,
      ...(answered && { answered }),
    };
  }

  /** Sends a body as this cabinet: signed now, unless headers or `at` (its clock, ms) say otherwise. */
  async send(name: 'report' | 'result', body: unknown, { at = this.now(), headers = {} as Headers } = {}) {
    const { sign } = await import('../../lib/rental/signature.ts');
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const timeText = headers['x-device-time'] ?? String(at);
    const signature = sign(this.secret, { timeText, path: `/device/${name}`, body: bytes });
    const own = { 'x-device-id': this.deviceID, 'x-device-time': timeText, 'x-device-signature': signature };
    const event = apiEvent({
      path: `/device/${name}`,
      body: bytes.toString(),
      headers: { ...own, ...headers },
    });
    return invoke(await handlerOf(`device_${name}`), event);
  }

  /** Reports, and returns what it is asked for. */
  async report(at?: number): Promise<Ask[]> {
    const { body } = await this.send('report', this.news, at === undefined ? {} : { at });
    return (body.commands ?? []) as Ask[];
  }

  async result(commandId: string | undefined, ok: boolean, more: { reason?: string; at?: number } = {}) {
    const { at, ...reason } = more;
    return (await this.send('result', { commandId, ok, ...reason }, at === undefined ? {} : { at })).body;
  }

  /** Reports and carries out all that it is asked for, as a good cabinet does. */
  async serve(): Promise<void> {
    for (const { id, kind, typeID } of await this.report()) {
      this.move(kind, typeID);
      await this.result(id, true);
    }
  }

  /** An item leaves or comes back, whether or not anyone is told. */
  move(kind: string, typeID = 'ball'): void {
    this.instruments = this.instruments.map((one) =>
      one.typeID === typeID ? { ...one, remained: one.remained + (kind === 'rent' ? -1 : 1) } : one,
    );
  }

  /** What the list of devices says of it. */
  async shown(): Promise<Body> {
    const { body } = await get('device_list');
    return (body.devices as Body[]).find(({ deviceID }) => deviceID === this.deviceID) as Body;
  }

  /** How many instruments of its first type the list of devices says it has. */
  async stock(): Promise<number> {
    const [first] = (await this.shown()).instruments as { remained: number }[];
    return first?.remained as number;
  }

  rentTo(user: UserFixture, changes: Record<string, string> = {}): Promise<Body> {
    const wish = { deviceID: this.deviceID, typeID: 'ball', captcha: this.captchas[0] as string, ...changes };
    return ask(user, 'try_to_rent', wish);
  }

  takeFrom(user: UserFixture, itemUUID: string, changes: Record<string, string> = {}): Promise<Body> {
    const wish = { deviceID: this.deviceID, itemUUID, captcha: this.captchas[0] as string, ...changes };
    return ask(user, 'try_to_revert', wish);
  }

  /** A user borrows from it, and it does what it is asked. Returns the item's uuid. */
  async lendTo(user: UserFixture): Promise<string> {
    await this.rentTo(user);
    await this.serve();
    return (await statusOf(user))[0]?.uuid as string;
  }
}

/** The strays of a user, which no route shows. */
export const straysOf = async ({ userid }: UserFixture) => {
  const { queryPartition } = await import('../../lib/store/store.ts');
  const { RENTAL_TABLE } = await import('../../lib/rental/keys.ts');
  return queryPartition(RENTAL_TABLE, `user#${userid}`, 'stray#');
};

/** Lets time pass; `vi.useRealTimers()` brings the present back. */
export const pass = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });

export const ACCEPTED = { status: 'accepted' };
