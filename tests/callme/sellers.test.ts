import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { apiEvent, invoke } from '../support/api.ts';
import {
  administrator,
  ask,
  control,
  eater,
  logIn,
  openCanteen,
  openStall,
  type StallFixture,
  send,
  someone,
  someTel,
} from '../support/canteen.ts';
import { JPEG, multipart, ofSize, PNG } from '../support/pictures.ts';

openCanteen();
afterEach(async () => {
  vi.useRealTimers();
  await control().clearFaults();
});

const later = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 });

describe('signup Q11 by an administrator', () => {
  let admin: string;
  beforeAll(async () => {
    admin = await administrator();
  });
  const enrol = (fields: object) => ask('signup', { sessionKey: admin, ...fields });
  const balanceOf = async (telNum: string) => {
    const { sellerList } = await ask('admin', { sessionKey: admin });
    return (sellerList as { telNum: string; balanceMon: number }[]).find((seller) => seller.telNum === telNum)
      ?.balanceMon;
  };

  it('Q11R00 enrols a phone number for a month, and again is success and changes nothing', async () => {
    const tellNum = someTel();

    expect(await enrol({ tellNum })).toEqual({ signupSuccess: 'success' });
    expect(await enrol({ tellNum, term: 12 })).toEqual({ signupSuccess: 'success' });
    expect(await balanceOf(tellNum)).toBe(1);
  });

  it('takes the field under both spellings, as text or number, and the term in months', async () => {
    const [first, second] = [someTel(), someTel()];

    expect(await enrol({ telNum: first, term: '6' })).toEqual({ signupSuccess: 'success' });
    expect(await enrol({ tellNum: Number(second), term: 120 })).toEqual({ signupSuccess: 'success' });
    expect([await balanceOf(first), await balanceOf(second)]).toEqual([6, 120]);
  });

  it.each([
    '12345678901',
    '1380013800',
    '138001380000',
    '+8613800138000',
    'abc',
    '１３８００１３８０００',
    "' OR 1=1",
  ])('says Invalid Tel Error to %s', async (tellNum) => {
    expect(await enrol({ tellNum })).toEqual({ signupSuccess: 'fail', failMsg: 'Invalid Tel Error' });
  });

  it('says Taken Error for the number of a bound stall', async () => {
    const { telNum } = await openStall();

    expect(await enrol({ tellNum: telNum })).toEqual({ signupSuccess: 'fail', failMsg: 'Taken Error' });
  });

  it('names the field that is missing or wrong', async () => {
    const refusal = (field: string) => ({ signupSuccess: 'fail', failMsg: 'Invalid Param Error', field });

    expect(await enrol({})).toEqual(refusal('tellNum'));
    for (const term of [0, 121, 1.5, 'x', true]) {
      expect(await enrol({ tellNum: someTel(), term })).toEqual(refusal('term'));
    }
  });

  it('is for administrators', async () => {
    const failure = { signupSuccess: 'fail', failMsg: 'Not Admin Error' };
    const tellNum = someTel();

    expect(await ask('signup', { sessionKey: await eater(), tellNum })).toEqual(failure);
    expect(await ask('signup', { sessionKey: (await openStall()).sessionKey, tellNum })).toEqual(failure);
    expect(await ask('signup', { sessionKey: await logIn('yes', someone()), tellNum })).toEqual(failure);
    expect(await balanceOf(tellNum)).toBeUndefined();
  });
});

describe('signup by a seller', () => {
  const names = { sellerName: '兰州拉面', personName: '马师傅' };
  const enrolled = async (term = 1) => {
    const telNum = someTel();
    await ask('signup', { sessionKey: await administrator(), tellNum: telNum, term });
    return telNum;
  };
  const failure = (failMsg: string) => ({ signupSuccess: 'fail', failMsg });

  it('binds the enrolled stall, and the session at hand is the seller’s at once', async () => {
    const telNum = await enrolled();
    const sessionKey = await logIn('yes', someone());

    expect(await ask('signup', { sessionKey, telNum, ...names })).toEqual({ signupSuccess: 'success' });
    expect(await ask('info', { sessionKey })).toEqual({
      infoSuccess: 'success',
      ...names,
      imageUrl: null,
      menuList: [],
      balanceMon: 1,
    });
    expect(await ask('fetch', { sessionKey })).toEqual({ fetchSuccess: 'success', marchSn: 1 });
  });

  it('says Invalid Tel Error when nobody enrolled the number, or somebody bound it', async () => {
    const { telNum } = await openStall();
    const sessionKey = await logIn('yes', someone());

    expect(await ask('signup', { sessionKey, telNum: someTel(), ...names })).toEqual(
      failure('Invalid Tel Error'),
    );
    expect(await ask('signup', { sessionKey, telNum, ...names })).toEqual(failure('Invalid Tel Error'));
    expect(await ask('signup', { sessionKey, telNum: 'x', ...names })).toEqual(failure('Invalid Tel Error'));
  });

  it('says Need Renew Error when the months are over', async () => {
    const telNum = await enrolled();
    later(40);
    const sessionKey = await logIn('yes', someone());

    expect(await ask('signup', { sessionKey, telNum, ...names })).toEqual(failure('Need Renew Error'));
  });

  it('says Taken Error when the caller has a stall, also in another session', async () => {
    const { openid, sessionKey } = await openStall();
    const telNum = await enrolled();

    expect(await ask('signup', { sessionKey, telNum, ...names })).toEqual(failure('Taken Error'));
    expect(await ask('signup', { sessionKey: await logIn('yes', openid), telNum, ...names })).toEqual(
      failure('Taken Error'),
    );
  });

  it('of two sellers with one number at once, one binds', async () => {
    const telNum = await enrolled();
    const sessions = await Promise.all([logIn('yes', someone()), logIn('yes', someone())]);

    const answers = await Promise.all(
      sessions.map((sessionKey) => ask('signup', { sessionKey, telNum, ...names })),
    );

    expect(answers).toContainEqual({ signupSuccess: 'success' });
    expect(answers).toContainEqual(failure('Invalid Tel Error'));
  });

  it('of two stalls for one seller at once, one is bound', async () => {
    const numbers = [await enrolled(), await enrolled()];
    const openid = someone();
    const sessions = [await logIn('yes', openid), await logIn('yes', openid)];

    const answers = await Promise.all(
      numbers.map((telNum, i) => ask('signup', { sessionKey: sessions[i], telNum, ...names })),
    );

    expect(answers).toContainEqual({ signupSuccess: 'success' });
    expect(answers).toContainEqual(failure('Taken Error'));
  });

  it('is for the sellers’ mini-program, and needs both names', async () => {
    const telNum = await enrolled();
    const sessionKey = await logIn('yes', someone());

    expect(await ask('signup', { sessionKey: await eater(), telNum, ...names })).toEqual(
      failure('Seller Openid Error'),
    );
    expect(await ask('signup', { sessionKey, telNum, sellerName: '拉面' })).toMatchObject({
      field: 'personName',
    });
    expect(await ask('signup', { sessionKey, ...names })).toMatchObject({ field: 'telNum' });
  });
});

it('enrols many numbers at once, each with a stall of its own', async () => {
  const sessionKey = await administrator();
  const numbers = Array.from({ length: 12 }, someTel);

  const answers = await Promise.all(numbers.map((tellNum) => ask('signup', { sessionKey, tellNum })));
  const { listSellers } = await import('../../lib/callme/sellers.ts');
  const stalls = (await listSellers()).filter(({ telNum }) => numbers.includes(telNum));

  expect(answers).toEqual(numbers.map(() => ({ signupSuccess: 'success' })));
  expect(stalls).toHaveLength(12);
  expect(new Set(stalls.map(({ id }) => id)).size).toBe(12);
});

describe('info Q12', () => {
  it('changes what is given, then answers everything', async () => {
    const { sessionKey } = await openStall({ term: 2 });
    const answer = { infoSuccess: 'success', personName: '王师傅', imageUrl: null, balanceMon: 2 };

    expect(await ask('info', { sessionKey, sellerName: '新店' })).toEqual({
      ...answer,
      sellerName: '新店',
      menuList: [],
    });
    expect(await ask('info', { sessionKey, menuList: ['牛肉面', ' 凉皮 '] })).toEqual({
      ...answer,
      sellerName: '新店',
      menuList: ['牛肉面', '凉皮'],
    });
    expect(await ask('info', { sessionKey, menuList: '米饭,面条，馒头' })).toMatchObject({
      menuList: ['米饭', '面条', '馒头'],
    });
    expect(await ask('info', { sessionKey, menuList: '' })).toMatchObject({ menuList: [] });
  });

  it('says Invalid Session Error to others', async () => {
    const failure = { infoSuccess: 'fail', failMsg: 'Invalid Session Error' };

    expect(await ask('info', { sessionKey: await eater() })).toEqual(failure);
    expect(await ask('info', { sessionKey: await administrator() })).toEqual(failure);
  });
});

describe('seller_list Q03 and menu Q04', () => {
  it('Q03R00 lists bound stalls with balance, by id', async () => {
    const stall = await openStall({ sellerName: '一号' });
    const other = await openStall({ sellerName: '二号' });
    await ask('signup', { sessionKey: await administrator(), tellNum: someTel() });
    const { list, ...answer } = await ask('seller_list', { sessionKey: await eater() });
    const ids = (list as { id: number }[]).map(({ id }) => id);

    expect(answer).toEqual({ seller_listSuccess: 'success', count: ids.length });
    expect(list).toContainEqual({ id: stall.sellerId, name: '一号', imageUrl: null });
    expect(list).toContainEqual({ id: other.sellerId, name: '二号', imageUrl: null });
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it('Q03R01 says Null List Error when no stall has balance', async () => {
    later(3_700);
    const sessionKey = await eater();

    expect(await ask('seller_list', { sessionKey })).toEqual({
      seller_listSuccess: 'fail',
      failMsg: 'Null List Error',
    });
  });

  it('Q04R00 answers the dishes and the ticket that the caller has open, whichever session noted it', async () => {
    const stall = await openStall({ sellerName: '三号' });
    const { sellerId } = stall;
    await ask('info', { sessionKey: stall.sessionKey, menuList: 'a,b' });
    const openid = someone();
    const [first, second] = [await logIn('no', openid), await logIn('no', openid)];
    const menu = { menuSuccess: 'success', menuContent: ['a', 'b'], sellerName: '三号' };

    expect(await ask('menu', { sessionKey: first, sellerId })).toEqual({ ...menu, takenFlag: 'fail' });
    await ask('fetch', { sessionKey: stall.sessionKey });
    await ask('push', { sessionKey: first, sellerId, marchSn: 1, noteContent: '大份' });
    for (const sessionKey of [first, second]) {
      expect(await ask('menu', { sessionKey, sellerId })).toEqual({
        ...menu,
        takenFlag: 'success',
        takenSellerId: sellerId,
        takenSellerName: '三号',
        takenMarchSn: 1,
        takenMenuName: '大份',
      });
    }
    await ask('done', { sessionKey: second, sellerId, marchSn: 1 });
    expect(await ask('menu', { sessionKey: first, sellerId })).toEqual({ ...menu, takenFlag: 'fail' });
  });

  it('says Illegal Seller Error for an unknown, an unbound and an unpaid stall', async () => {
    const failure = { menuSuccess: 'fail', failMsg: 'Illegal Seller Error' };
    const { sellerId } = await openStall();
    await ask('signup', { sessionKey: await administrator(), tellNum: someTel() });
    const sessionKey = await eater();

    expect(await ask('menu', { sessionKey, sellerId: 4_711 })).toEqual(failure);
    expect(await ask('menu', { sessionKey, sellerId: -1 })).toEqual(failure);
    expect(await ask('menu', { sessionKey, sellerId: sellerId + 1 })).toEqual(failure);
    later(40);
    expect(await ask('menu', { sessionKey: await eater(), sellerId })).toEqual(failure);
  });
});

describe('update', () => {
  let stall: StallFixture;
  beforeAll(async () => {
    stall = await openStall();
  });
  const upload = async (picture?: Buffer, fields: Record<string, string> = {}) => {
    const { handler } = await import('../../functions/callme/update.ts');
    const form = await multipart({ sessionKey: stall.sessionKey, ...fields }, picture);
    return (await invoke(handler, apiEvent({ path: '/callme/update', ...form }))).body;
  };
  const open = async (url: string) => {
    const { handler } = await import('../../functions/callme/picture.ts');
    const picture = url.split('/').at(-1) ?? '';
    return invoke(
      handler,
      apiEvent({ method: 'GET', path: new URL(url).pathname, pathParameters: { picture } }),
    );
  };
  const imageUrl = async () => (await ask('info', { sessionKey: stall.sessionKey })).imageUrl as string;

  it.each([
    { name: 'PNG', picture: PNG, type: 'image/png' },
    { name: 'JPEG', picture: JPEG, type: 'image/jpeg' },
  ])('stores a $name that is then read under imageUrl', async ({ picture, type }) => {
    expect(await upload(picture, { sellerName: '有图', menuList: 'a,b' })).toEqual({
      updateSuccess: 'success',
      updateImageSuccess: 'success',
    });
    const reply = await open(await imageUrl());

    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': type } });
    expect(Buffer.from(reply.raw, 'base64')).toEqual(picture);
    expect(await ask('info', { sessionKey: stall.sessionKey })).toMatchObject({
      sellerName: '有图',
      menuList: ['a', 'b'],
    });
  });

  it('changes the fields whatever is wrong with the picture, which stays what it was', async () => {
    await upload(PNG);
    const before = await imageUrl();
    const failure = (failMsg: string) => ({ updateSuccess: 'success', updateImageSuccess: 'fail', failMsg });

    expect(await upload(undefined, { personName: '甲' })).toEqual(failure('No File Uploaded'));
    expect(await upload(Buffer.alloc(0))).toEqual(failure('No File Uploaded'));
    expect(await upload(Buffer.from('GIF89a...'))).toEqual(failure('Type Error'));
    expect(await upload(Buffer.from('<svg onload="alert(1)"/>'))).toEqual(failure('Type Error'));
    expect(await upload(ofSize(PNG, 512 * 1024 + 1))).toEqual(failure('Size Error'));
    expect(await imageUrl()).toBe(before);
    expect(await upload(ofSize(PNG, 512 * 1024))).toMatchObject({ updateImageSuccess: 'success' });
    expect(await ask('info', { sessionKey: stall.sessionKey })).toMatchObject({ personName: '甲' });
  });

  it('works without a picture in JSON, and takes no text for one', async () => {
    const { sessionKey } = stall;

    expect(await ask('update', { sessionKey, sellerName: '改名', sellerImage: 'x' })).toEqual({
      updateSuccess: 'success',
      updateImageSuccess: 'fail',
      failMsg: 'No File Uploaded',
    });
    expect(await ask('update', { sessionKey, sellerName: 'x'.repeat(41) })).toMatchObject({
      field: 'sellerName',
    });
  });

  it('says Need Signup Error without a stall, Need Renew Error without balance', async () => {
    expect(await ask('update', { sessionKey: await eater() })).toEqual({
      updateSuccess: 'fail',
      failMsg: 'Need Signup Error',
    });
    later(40);
    const sessionKey = await logIn('yes', stall.openid);
    expect(await ask('update', { sessionKey })).toEqual({
      updateSuccess: 'fail',
      failMsg: 'Need Renew Error',
    });
  });

  it('answers 404 for pictures that are none', async () => {
    for (const name of [`${'0'.repeat(32)}.png`, '..%2fsecret', '../../etc/passwd', '']) {
      const reply = await open(`https://api.example.com/callme/pictures/${encodeURIComponent(name)}`);
      expect(reply).toMatchObject({ status: 404, body: { queryErr: 'Illegal query' } });
    }
  });
});

describe('admin', () => {
  const notAdmin = { adminSuccess: 'fail', failMsg: 'Not Admin Error' };

  it('lists every stall, bound or not', async () => {
    const sessionKey = await administrator();
    const { telNum } = await openStall({ term: 2, sellerName: '四号' });
    const unbound = someTel();
    await ask('signup', { sessionKey, tellNum: unbound });

    const { adminSuccess, sellerList } = await ask('admin', { sessionKey });

    expect(adminSuccess).toBe('success');
    expect(sellerList).toContainEqual({
      sellerName: '四号',
      personName: '王师傅',
      telNum,
      balanceMon: 2,
      open: false,
    });
    expect(sellerList).toContainEqual({
      sellerName: null,
      personName: null,
      telNum: unbound,
      balanceMon: 1,
      open: false,
    });
  });

  it('takes an invitation once, and the session at hand is an administrator’s at once', async () => {
    const { invite } = await import('../../lib/callme/admins.ts');
    const code = await invite();
    const openid = someone();
    const sessionKey = await logIn('yes', openid);

    expect(await ask('admin', { sessionKey, invite: 'wrong' })).toEqual(notAdmin);
    expect(await ask('admin', { sessionKey, invite: code })).toMatchObject({ adminSuccess: 'success' });
    expect(await ask('admin', { sessionKey })).toMatchObject({ adminSuccess: 'success' });
    expect(await ask('admin', { sessionKey: await logIn('yes', openid) })).toMatchObject({
      adminSuccess: 'success',
    });
    expect(await ask('admin', { sessionKey: await logIn('yes', someone()), invite: code })).toEqual(notAdmin);
  });

  it('lets a seller become an administrator and stay a seller', async () => {
    const { invite } = await import('../../lib/callme/admins.ts');
    const { sessionKey } = await openStall();

    expect(await ask('admin', { sessionKey, invite: await invite() })).toMatchObject({
      adminSuccess: 'success',
    });
    expect(await ask('fetch', { sessionKey })).toMatchObject({ fetchSuccess: 'success' });
  });

  it('takes no invitation that is an hour old, and none from an eater', async () => {
    const { invite } = await import('../../lib/callme/admins.ts');
    const code = await invite();

    expect(await ask('admin', { sessionKey: await eater(), invite: code })).toEqual(notAdmin);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 });
    expect(await ask('admin', { sessionKey: await logIn('yes', someone()), invite: code })).toEqual(notAdmin);
  });
});

describe('renew', () => {
  it('adds months to a stall, and enrols a number that is new', async () => {
    const sessionKey = await administrator();
    const { telNum } = await openStall({ term: 1 });

    expect(await ask('renew', { sessionKey, telNum, term: 2 })).toEqual({
      renewSuccess: 'success',
      balanceMon: 3,
    });
    expect(await ask('renew', { sessionKey, telNum: someTel(), term: '5' })).toEqual({
      renewSuccess: 'success',
      balanceMon: 5,
    });
  });

  it('counts both of two at once', async () => {
    const sessionKey = await administrator();
    const { telNum } = await openStall({ term: 1 });
    const added = Array.from({ length: 6 }, () => ask('renew', { sessionKey, telNum, term: 1 }));
    await Promise.all(added);

    expect(await ask('renew', { sessionKey, telNum, term: 1 })).toMatchObject({ balanceMon: 8 });
  });

  it('counts both of two at once for a number that is new', async () => {
    const sessionKey = await administrator();
    const telNum = someTel();
    await Promise.all([
      ask('renew', { sessionKey, telNum, term: 1 }),
      ask('renew', { sessionKey, telNum, term: 2 }),
    ]);

    expect(await ask('renew', { sessionKey, telNum, term: 1 })).toMatchObject({ balanceMon: 4 });
  });

  it('begins anew when the months are over, and the seller is on duty at once', async () => {
    const stall = await openStall({ term: 1 });
    later(100);
    const sessionKey = await administrator();
    const seller = await logIn('yes', stall.openid);

    expect(await ask('fetch', { sessionKey: seller })).toMatchObject({ failMsg: 'Out Of Duty Error' });
    expect(await ask('renew', { sessionKey, telNum: stall.telNum, term: 1 })).toMatchObject({
      balanceMon: 1,
    });
    expect(await ask('fetch', { sessionKey: seller })).toMatchObject({ marchSn: 1 });
  });

  it('is for administrators, and says Invalid Tel Error', async () => {
    const sessionKey = await administrator();
    const { telNum, sessionKey: seller } = await openStall();

    expect(await ask('renew', { sessionKey: seller, telNum, term: 1 })).toEqual({
      renewSuccess: 'fail',
      failMsg: 'Not Admin Error',
    });
    expect(await ask('renew', { sessionKey, telNum: '110', term: 1 })).toEqual({
      renewSuccess: 'fail',
      failMsg: 'Invalid Tel Error',
    });
    expect(await send('renew', { sessionKey, telNum })).toMatchObject({
      status: 400,
      body: { field: 'term' },
    });
  });
});

describe('qrcode', () => {
  it('asks WeChat once, keeps the code and serves it', async () => {
    const { sessionKey, sellerId } = await openStall();
    const { handler } = await import('../../functions/callme/picture.ts');
    await control().clearCalls();

    const answer = await ask('qrcode', { sessionKey });
    const again = await ask('qrcode', { sessionKey });
    const url = new URL(answer.qrcodeImageUrl as string);
    const pathParameters = { picture: url.pathname.split('/').at(-1) ?? '' };
    const reply = await invoke(handler, apiEvent({ method: 'GET', path: url.pathname, pathParameters }));

    expect(answer).toEqual({
      qrcodeSuccess: 'success',
      qrcodeImageUrl: expect.stringMatching(/^https:\/\/api\.example\.com\/callme\/pictures\/\w{32}\.png$/),
    });
    expect(again).toEqual(answer);
    expect((await control().calls()).filter(({ path }) => path === '/wxa/getwxacode')).toHaveLength(1);
    expect(Buffer.from(reply.raw, 'base64').toString()).toContain(`pages/qu/qu?sellerId=${sellerId}`);
  });

  it('says API Error when WeChat makes none, and tries again the next time', async () => {
    const { sessionKey } = await openStall();
    await control().addFault({ path: '/wxa/getwxacode', kind: 'errcode', errcode: 45029, times: 1 });

    expect(await ask('qrcode', { sessionKey })).toEqual({ qrcodeSuccess: 'fail', failMsg: 'API Error' });
    expect(await ask('qrcode', { sessionKey })).toMatchObject({ qrcodeSuccess: 'success' });
  });

  it('says Invalid Session Error to others', async () => {
    expect(await ask('qrcode', { sessionKey: await eater() })).toEqual({
      qrcodeSuccess: 'fail',
      failMsg: 'Invalid Session Error',
    });
  });
});
