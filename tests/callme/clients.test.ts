import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { handler as root } from '../../functions/callme/root.ts';
import { apiEvent, invoke } from '../support/api.ts';
import {
  administrator,
  control,
  EATERS,
  later,
  openCanteen,
  openStall,
  SELLERS,
  someone,
  someTel,
  WHICH,
} from '../support/canteen.ts';
import { multipart, PNG } from '../support/pictures.ts';

/**
 * What the clients of the original callme send: every field of every query, and nothing else, to the one address, in
 * each way in which they may write it; and what they do with the answer.
 */
const FIELDS = {
  login: ['isseller', 'code'],
  seller_list: [],
  menu: ['sellerId'],
  fetch: [],
  note: [],
  push: ['sellerId', 'marchSn', 'noteContent'],
  hungry: ['sellerId', 'marchSn'],
  call: ['marchSn'],
  'done of a seller': ['isseller', 'marchSn'],
  'done of an eater': ['sellerId', 'marchSn'],
  clear: [],
  signup: ['telNum', 'sellerName', 'personName'],
  info: [],
  update: ['sellerName', 'personName', 'menuList', 'imageName'],
  admin: [],
  renew: ['telNum', 'term'],
  qrcode: [],
} as const;

type Row = keyof typeof FIELDS;
type Values = Record<string, string | number>;
type Client = (row: Row, values?: Values & { sessionKey?: string }) => Promise<Record<string, unknown>>;
/** How a client writes a body: its content type, and the body of some values. */
type Encoding = [type: string, write: (values: Values) => string];

const FORM = 'application/x-www-form-urlencoded';
const texts = (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
const percent = (values: Values) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

const ENCODINGS: Record<string, Encoding> = {
  'JSON with numbers': ['application/json', (values) => JSON.stringify(values)],
  'JSON with numbers as strings': ['application/json', (values) => JSON.stringify(texts(values))],
  'a form with + for blanks': [FORM, (values) => new URLSearchParams(texts(values)).toString()],
  'a form with %20 for blanks': [`${FORM}; charset=UTF-8`, percent],
};

const NOTE = '不要香菜 微辣 50%+1&2=3 🌶';
const NAMES = { sellerName: '麻辣 香锅', personName: '王 师傅' };

openCanteen();
afterEach(async () => {
  vi.useRealTimers();
  await control().clearFaults();
});

describe.each(Object.entries(ENCODINGS))('a client of the original that sends %s', (_, [type, write]) => {
  const send: Client = async (row, { sessionKey, ...values } = {}) => {
    expect(Object.keys(values)).toEqual(FIELDS[row]);
    const query = row.split(' ')[0] as string;
    const body = write({ query, ...(sessionKey && { sessionKey }), ...values });
    const { status, body: answer } = await invoke(root, apiEvent({ type, body }));
    expect(status).toBe(200);
    return answer;
  };
  const codeOf = (isseller: string, openid: string) =>
    control().login({ appid: (isseller === 'yes' ? SELLERS : EATERS).appid, openid });
  const logIn = async (isseller: 'yes' | 'no', openid = someone()) =>
    send('login', { isseller, code: await codeOf(isseller, openid) });
  const eater = async () => (await logIn('no')).sessionKey as string;
  /** A stall with a number that was fetched, and its eater. */
  const order = async () => {
    const { sessionKey, sellerId, openid, telNum } = await openStall();
    const { marchSn } = await send('fetch', { sessionKey });
    return {
      stall: { sessionKey },
      openid,
      telNum,
      eaterKey: await eater(),
      ticket: { sellerId, marchSn: marchSn as number },
    };
  };

  it('login: an eater goes on with the session key', async () => {
    const answer = await logIn('no');
    await openStall();

    expect(answer).toEqual({ loginSuccess: 'success', sessionKey: expect.any(String) });
    expect(await send('seller_list', { sessionKey: answer.sessionKey as string })).toMatchObject({
      seller_listSuccess: 'success',
    });
  });

  it('login: a bound seller gets the balance, and goes on', async () => {
    const { openid } = await openStall({ term: 2 });
    const answer = await logIn('yes', openid);

    expect(answer).toMatchObject({ loginSuccess: 'success', balanceMon: 2 });
    expect(await send('fetch', { sessionKey: answer.sessionKey as string })).toMatchObject({ marchSn: 1 });
  });

  it.each([
    ['Login Error', 40029],
    ['API Error', -1],
  ])('login: after %s, another code lets the user in', async (failMsg, errcode) => {
    const openid = someone();
    await control().addFault({ path: '/sns/jscode2session', kind: 'errcode', errcode, times: 1 });

    expect(await logIn('no', openid)).toEqual({ loginSuccess: 'fail', failMsg });
    expect(await logIn('no', openid)).toMatchObject({ loginSuccess: 'success' });
  });

  it('signup: from Seller Openid Error with its session key to the seller’s session', async () => {
    const [openid, telNum, admin] = [someone(), someTel(), await administrator()];
    const stranger = await logIn('yes', openid);
    expect(stranger).toMatchObject({ loginSuccess: 'fail', failMsg: 'Seller Openid Error' });
    const signUp = () =>
      send('signup', { sessionKey: stranger.sessionKey as string, telNum: Number(telNum), ...NAMES });

    expect(await signUp()).toEqual({ signupSuccess: 'fail', failMsg: 'Invalid Tel Error' });
    await send('renew', { sessionKey: admin, telNum: Number(telNum), term: 1 });
    expect(await signUp()).toEqual({ signupSuccess: 'success' });
    for (const { sessionKey } of [stranger, await logIn('yes', openid)]) {
      expect(await send('info', { sessionKey: sessionKey as string })).toMatchObject(NAMES);
    }
  });

  it('signup: Need Renew Error once the months are over, and success after renew', async () => {
    const telNum = Number(someTel());
    await send('renew', { sessionKey: await administrator(), telNum, term: 1 });
    later(40);
    const { sessionKey } = await logIn('yes');
    const signUp = () => send('signup', { sessionKey: sessionKey as string, telNum, ...NAMES });

    expect(await signUp()).toEqual({ signupSuccess: 'fail', failMsg: 'Need Renew Error' });
    await send('renew', { sessionKey: await administrator(), telNum, term: 1 });
    expect(await signUp()).toEqual({ signupSuccess: 'success' });
  });

  it('seller_list: shows names and pictures, whose ids lead to a menu', async () => {
    const { sellerId } = await openStall();
    const sessionKey = await eater();
    const { count, list } = await send('seller_list', { sessionKey });
    const shown = list as { id: number; name: string; imageUrl: string | null }[];

    expect(shown).toHaveLength(count as number);
    expect(shown).toContainEqual({ id: sellerId, name: '麻辣香锅', imageUrl: null });
    expect(await send('menu', { sessionKey, sellerId: shown[0]?.id as number })).toMatchObject({
      menuSuccess: 'success',
    });
  });

  it('seller_list: Null List Error when no stall is paid', async () => {
    later(4_000);

    expect(await send('seller_list', { sessionKey: await eater() })).toEqual({
      seller_listSuccess: 'fail',
      failMsg: 'Null List Error',
    });
  });

  it('menu: dishes, and the order that is taken', async () => {
    const { eaterKey: sessionKey, ticket } = await order();
    const { sellerId, marchSn } = ticket;
    const menu = {
      menuSuccess: 'success',
      menuContent: [],
      menuItems: expect.any(Array),
      sellerName: '麻辣香锅',
    };

    expect(await send('menu', { sessionKey, sellerId })).toEqual({ ...menu, takenFlag: 'fail' });
    await send('push', { sessionKey, ...ticket, noteContent: NOTE });
    expect(await send('menu', { sessionKey, sellerId })).toEqual({
      ...menu,
      takenFlag: 'success',
      takenSellerId: sellerId,
      takenSellerName: '麻辣香锅',
      takenMarchSn: marchSn,
      takenMenuName: NOTE,
    });
    expect(await send('menu', { sessionKey, sellerId: 4_711 })).toEqual({
      menuSuccess: 'fail',
      failMsg: 'Illegal Seller Error',
    });
  });

  it('fetch: the next number; Out Of Duty Error when the months are over', async () => {
    const { sessionKey, openid } = await openStall();

    expect(await send('fetch', { sessionKey })).toEqual({ fetchSuccess: 'success', marchSn: 1, ...WHICH });
    expect(await send('fetch', { sessionKey })).toEqual({ fetchSuccess: 'success', marchSn: 2, ...WHICH });
    later(40);
    const { sessionKey: unpaid } = await logIn('yes', openid);
    expect(await send('fetch', { sessionKey: unpaid as string })).toEqual({
      fetchSuccess: 'fail',
      failMsg: 'Out Of Duty Error',
    });
  });

  it('push, note: the note arrives letter by letter; a second one and a wrong number are refused', async () => {
    const { stall, eaterKey: sessionKey, ticket } = await order();
    await send('fetch', stall);
    const push = { sessionKey, ...ticket, noteContent: NOTE };

    expect(await send('push', push)).toEqual({ pushSuccess: 'success', ...WHICH });
    expect(await send('push', { ...push, noteContent: '面' })).toEqual({
      pushSuccess: 'fail',
      failMsg: 'Taken Error',
    });
    expect(await send('push', { ...push, marchSn: 77 })).toEqual({
      pushSuccess: 'fail',
      failMsg: 'Invalid Sn Error',
    });
    expect(await send('note', stall)).toEqual({
      noteSuccess: 'success',
      sellerId: ticket.sellerId,
      orderList: {
        notedList: [{ marchSn: 1, noteContent: NOTE }],
        unnotedList: [{ marchSn: 2, noteContent: null }],
      },
    });
  });

  it('hungry, call, done of an eater: from waiting to the end', async () => {
    const { stall, eaterKey: sessionKey, ticket } = await order();
    await send('push', { sessionKey, ...ticket, noteContent: NOTE });
    const hungry = () => send('hungry', { sessionKey, ...ticket });

    expect(await hungry()).toEqual({ hungrySuccess: 'fail', failMsg: 'Not Ready Yet', ...WHICH });
    expect(await send('call', { ...stall, marchSn: ticket.marchSn })).toEqual({ callSuccess: 'success' });
    expect(await hungry()).toEqual({ hungrySuccess: 'success', ...WHICH });
    expect(await send('done of an eater', { sessionKey, ...ticket })).toEqual({ doneSuccess: 'success' });
    expect(await hungry()).toMatchObject({ hungrySuccess: 'fail' });
    expect(await send('menu', { sessionKey, sellerId: ticket.sellerId })).toMatchObject({
      takenFlag: 'fail',
    });
  });

  it('done of a seller: without a sellerId, which the session knows', async () => {
    const { stall, eaterKey: sessionKey, ticket } = await order();
    await send('push', { sessionKey, ...ticket, noteContent: NOTE });
    const done = () => send('done of a seller', { ...stall, isseller: 'yes', marchSn: ticket.marchSn });

    expect(await done()).toEqual({ doneSuccess: 'success' });
    expect(await done()).toEqual({ doneSuccess: 'success' });
    expect(await send('note', stall)).toMatchObject({ orderList: { notedList: [], unnotedList: [] } });
  });

  it('clear: what carries no note is gone', async () => {
    const { stall, eaterKey: sessionKey, ticket } = await order();
    await send('fetch', stall);
    await send('push', { sessionKey, ...ticket, noteContent: NOTE });

    expect(await send('clear', stall)).toMatchObject({ clearSuccess: 'success' });
    expect(await send('note', stall)).toMatchObject({
      orderList: { notedList: [{ marchSn: 1, noteContent: NOTE }], unnotedList: [] },
    });
  });

  it('info: the stall; Invalid Session Error to others', async () => {
    const { stall, eaterKey: sessionKey } = await order();

    expect(await send('info', stall)).toEqual({
      infoSuccess: 'success',
      sellerName: '麻辣香锅',
      personName: '王师傅',
      imageUrl: null,
      menuList: [],
      menuItems: expect.any(Array),
      balanceMon: 1,
    });
    expect(await send('info', { sessionKey })).toEqual({
      infoSuccess: 'fail',
      failMsg: 'Invalid Session Error',
    });
  });

  it('admin, renew: the list of stalls, and more months; Not Admin Error to others', async () => {
    const { stall, telNum, eaterKey } = await order();
    const sessionKey = await administrator();
    const notAdmin = { failMsg: 'Not Admin Error' };

    expect(await send('renew', { sessionKey, telNum: Number(telNum), term: 2 })).toMatchObject({
      renewSuccess: 'success',
    });
    expect((await send('admin', { sessionKey })).sellerList).toContainEqual({
      sellerName: '麻辣香锅',
      personName: '王师傅',
      telNum,
      balanceMon: 3,
      open: false,
    });
    for (const other of [stall.sessionKey, eaterKey]) {
      expect(await send('admin', { sessionKey: other })).toMatchObject(notAdmin);
      expect(await send('renew', { sessionKey: other, telNum: Number(telNum), term: 2 })).toMatchObject(
        notAdmin,
      );
    }
  });

  it('qrcode: a picture; Invalid Session Error to others', async () => {
    const { stall, eaterKey: sessionKey } = await order();

    expect(await send('qrcode', stall)).toEqual({
      qrcodeSuccess: 'success',
      qrcodeImageUrl: expect.stringMatching(/^https:\/\/.*\.png$/),
    });
    expect(await send('qrcode', { sessionKey })).toEqual({
      qrcodeSuccess: 'fail',
      failMsg: 'Invalid Session Error',
    });
  });
});

describe('a client of the original that uploads', () => {
  const menu = { ...NAMES, menuList: '麻辣 香锅,酸辣粉', imageName: 'sellerImage' };
  let sessionKey: string;
  const upload = async (values: Record<string, string>, picture?: Buffer) => {
    expect(Object.keys(values)).toEqual(FIELDS.update);
    const { body, type } = await multipart({ query: 'update', sessionKey, ...values }, picture);
    return (await invoke(root, apiEvent({ body, type }))).body;
  };
  beforeAll(async () => {
    ({ sessionKey } = await openStall());
  });

  it('update: names, menu and picture, and the picture’s fault apart from theirs', async () => {
    expect(await upload(menu, PNG)).toEqual({ updateSuccess: 'success', updateImageSuccess: 'success' });
    expect(await upload(menu)).toEqual({
      updateSuccess: 'success',
      updateImageSuccess: 'fail',
      failMsg: 'No File Uploaded',
    });
    const info = await invoke(root, apiEvent({ body: JSON.stringify({ query: 'info', sessionKey }) }));
    expect(info.body).toMatchObject({
      ...NAMES,
      menuList: ['麻辣 香锅', '酸辣粉'],
      imageUrl: expect.stringMatching(/\.png$/),
    });
  });
});
