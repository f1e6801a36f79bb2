import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { controlWechat } from '../../local/wechat/control-client.ts';
import { blocks, read } from '../docs/markdown.ts';
import { product } from './started.ts';

type Body = Record<string, unknown>;
type Cabinet = {
  deviceID: string;
  captchas: string[];
  instruments: { typeID: string; remained: number }[];
  next: string[];
};
/** A type of instruments in a cabinet. */
type Place = { deviceID: string; typeID: string };

const get = async (path: string, query: Record<string, string> = {}): Promise<Body> => {
  const response = await fetch(`${product.url}${path}?${new URLSearchParams(query)}`);
  return (await response.json()) as Body;
};

const cabinets = (path = '', options: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${product.port + 6}/cabinets${path}`, options);
const look = async (deviceID: string): Promise<Cabinet> =>
  (await cabinets(`/${deviceID}`)).json() as Promise<Cabinet>;
const behave = (deviceID: string, next: string) =>
  cabinets(`/${deviceID}/behaviour`, { method: 'POST', body: JSON.stringify({ next }) });

const remained = ({ instruments }: Cabinet, typeID: string) =>
  instruments.find((one) => one.typeID === typeID)?.remained ?? -1;
/** How many items a cabinet really holds, and how many the list of devices says it has. */
const stock = async ({ deviceID, typeID }: Place): Promise<{ held: number; shown: number }> => {
  const { devices } = (await get('/device/list')) as { devices: Cabinet[] };
  const device = devices.find((one) => one.deviceID === deviceID) as Cabinet;
  return { held: remained(await look(deviceID), typeID), shown: remained(device, typeID) };
};

let people = 0;
/** The phone of a user: what it asks, and what it does to borrow an item and to bring it back. */
const phone = async () => {
  people += 1;
  const code = await controlWechat(product.wechat).login({
    appid: 'wx-demo-rental',
    openid: `e2e-${people}`,
  });
  const login = await get('/user/signup/', { code, phone: '+86 18888888888' });
  const user = { userid: String(login.userid), client_session_id: String(login.client_session_id) };
  const ask = (path: string, query: Record<string, string> = {}) =>
    get(`/user/${path}`, { ...user, ...query });

  const begin = async (way: string, deviceID: string, what: Record<string, string>) => {
    const captcha = (await look(deviceID)).captchas.at(-1) as string;
    expect(await ask(way, { deviceID, captcha, ...what })).toEqual({ status: 'accepted' });
  };
  const settled = () =>
    vi.waitFor(
      async () => {
        const latest = await ask('latest_renting_or_reverting_status');
        expect(latest.latest).not.toBe('WAITING');
        return latest;
      },
      { timeout: 10_000, interval: 100 },
    );
  return {
    ask,
    out: async () => (await ask('status/')).items as Body[],
    press: ({ deviceID, typeID }: Place) => begin('try_to_rent', deviceID, { typeID }),
    borrow: ({ deviceID, typeID }: Place) => begin('try_to_rent', deviceID, { typeID }).then(settled),
    bringBack: ({ deviceID }: Place, { uuid }: Body) =>
      begin('try_to_revert', deviceID, { itemUUID: String(uuid) }).then(settled),
  };
};

const RACKETS = { deviceID: 'demo-cabinet-1', typeID: 'badminton' };
const BALLS = { deviceID: 'demo-cabinet-2', typeID: 'basketball' };
const MORE_RACKETS = { deviceID: 'demo-cabinet-3', typeID: 'badminton' };

describe('npm start', () => {
  it('runs three cabinets, which report', async () => {
    const { devices } = (await get('/device/list')) as { devices: Body[] };

    expect(devices.map(({ name, online }) => [name, online])).toEqual([
      ['北交1', true],
      ['北交2', true],
      ['北交3', true],
    ]);
  });

  it('has a user who may borrow', async () => {
    const openid = 'demo-borrower';
    const code = await controlWechat(product.wechat).login({ appid: 'wx-demo-rental', openid });
    const { userid, client_session_id } = await get('/user/login', { code });

    const user = { userid: String(userid), client_session_id: String(client_session_id) };
    expect(await get('/user/profile/', user)).toMatchObject({ phone: expect.stringMatching(/\d/) });
  });

  it('prints none of the reports', () => {
    expect(product.output()).toContain('GET /device/list');
    expect(product.output()).not.toContain('/device/report');
  });
});

describe('with a cabinet that behaves', () => {
  it('a user borrows an item and brings it back', async () => {
    const { ask, out, borrow, bringBack } = await phone();
    const { held } = await stock(RACKETS);

    const latest = await borrow(RACKETS);
    expect(latest).toMatchObject({ latest: 'SUCCEEDED', kind: 'rent' });
    expect(await out()).toMatchObject([{ uuid: latest.uuid, name: '羽毛球拍', device: '北交1' }]);
    expect(await stock(RACKETS)).toEqual({ held: held - 1, shown: held - 1 });

    expect(await bringBack(RACKETS, latest)).toMatchObject({ latest: 'SUCCEEDED', kind: 'revert' });
    expect(await out()).toEqual([]);
    expect(await ask('history/page_length/10/page_id/0')).toMatchObject({
      status: 'accepted',
      items: [{ uuid: latest.uuid, device: '北交1', device_returned: '北交1' }],
    });
    expect(await stock(RACKETS)).toEqual({ held, shown: held });
  });
});

describe('with a cabinet that misbehaves', () => {
  // Each at a cabinet of its own.
  it.concurrent.each([
    [['twice', 'reports first'], RACKETS],
    [['badly signed', 'reports answered'], BALLS],
    [['lost answer', 'clock put back'], MORE_RACKETS],
  ])('(%j), the item is out once', async (behaviours, place) => {
    for (const behaviour of behaviours) {
      const { out, borrow } = await phone();
      const { held } = await stock(place);
      await behave(place.deviceID, behaviour);

      const latest = await borrow(place);
      expect(latest, behaviour).toMatchObject({ latest: 'SUCCEEDED' });
      expect(await out()).toMatchObject([{ uuid: latest.uuid }]);
      expect(await stock(place), behaviour).toEqual({ held: held - 1, shown: held - 1 });
    }
  });

  it('and refuses, the attempt fails, and nothing is out', async () => {
    const { out, borrow } = await phone();
    const { held } = await stock(RACKETS);
    await behave(RACKETS.deviceID, 'refuses');

    expect(await borrow(RACKETS)).toMatchObject({ latest: 'FAILED', reason: 'out of order' });
    expect(await out()).toEqual([]);
    expect(await stock(RACKETS)).toEqual({ held, shown: held });
  });

  it('and never answers, the item is reserved, and the user waits', async () => {
    const { ask, press } = await phone();
    const { held } = await stock(RACKETS);
    await behave(RACKETS.deviceID, 'never');
    await press(RACKETS);
    const heard = async () => expect((await look(RACKETS.deviceID)).next).toEqual([]);
    await vi.waitFor(heard, { timeout: 10_000, interval: 100 });

    expect(await stock(RACKETS)).toEqual({ held, shown: held - 1 });
    expect(await ask('renting_or_reverting')).toEqual({ status: 'accepted', renting_or_reverting: true });
  });
});

describe('a cabinet in another language', () => {
  const reference = read('docs/rental.md');
  const hasProgram = (name: string) => spawnSync(name, ['--version']).error === undefined;
  const [id, secret, path] = ['demo-cabinet-1', 'demo-cabinet-secret-1', '/device/result'];
  /** A result that changes nothing: whoever is told that there is no such command has signed well. */
  const said = { commandId: 'nobody-asked', ok: true };
  const run = async (program: string, args: string[]) =>
    (await promisify(execFile)(program, args)).stdout.trim();
  const answered = '{"status":"error: no such command"}';
  const sample = (word: string) => blocks(reference).find(({ code }) => code.includes(word))?.code;

  it('signs as docs/rental.md shows in Node', async () => {
    const script = `${sample('createHmac')}
const answer = await send('${product.url}', '${id}', '${secret}', '${path}', ${JSON.stringify(said)});
console.log(await answer.text());`;

    expect(await run(process.execPath, ['--input-type=module', '--eval', script])).toBe(answered);
  });

  it.runIf(hasProgram('python3'))('signs as docs/rental.md shows in Python', async () => {
    const script = `${sample('import hashlib, hmac')}
print(send("${product.url}", "${id}", "${secret}", "${path}", {"commandId": "nobody-asked", "ok": True}).read().decode())`;

    expect(await run('python3', ['-c', script])).toBe(answered);
  });

  it.runIf(hasProgram('openssl') && hasProgram('curl'))('signs by openssl, and speaks by curl', async () => {
    // Seconds since 1970: all that a small machine may know of the time.
    const script = `now=$(date +%s); body='${JSON.stringify(said)}'
signature=$(printf %s "$now${path}$body" | openssl dgst -sha256 -hmac '${secret}' | sed 's/.*= //')
curl -s '${product.url}${path}' -H 'X-Device-Id: ${id}' -H "X-Device-Time: $now" -H "X-Device-Signature: $signature" -d "$body"`;

    expect(await run('sh', ['-c', script])).toBe(answered);
  });
});

describe('the controls of the cabinets', () => {
  it('show every cabinet, to pages of any origin', async () => {
    const response = await cabinets();

    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toHaveLength(3);
  });

  it.each([
    ['/nobody', 'GET', undefined, 404, /^There is no cabinet "nobody": there are demo-cabinet-1, /],
    ['/demo-cabinet-1/behaviour', 'POST', '{"next":"well behaved"}', 400, /^"next" must be one of: well, /],
    ['/demo-cabinet-1/behaviour', 'POST', '{"next":', 400, /^The body must be a JSON object/],
    ['/demo-cabinet-1', 'DELETE', undefined, 405, /^A cabinet takes GET/],
  ])('answer %s %s %s with %i and a sentence', async (path, method, body, status, error) => {
    const response = await cabinets(path, { method, ...(body && { body }) });

    expect({ status: response.status, ...((await response.json()) as Body) }).toEqual({
      status,
      error: expect.stringMatching(error),
    });
  });
});
