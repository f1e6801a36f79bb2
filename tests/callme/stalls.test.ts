import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { apiEvent, invoke } from '../support/api.ts';
import {
  administrator,
  ask,
  control,
  eater,
  later,
  logIn,
  openCanteen,
  openStall,
  type StallFixture,
  someone,
  someTel,
} from '../support/canteen.ts';
import { JPEG, multipart, ofSize, PNG } from '../support/pictures.ts';

openCanteen();
afterEach(async () => {
  vi.useRealTimers();
  await control().clearFaults();
});

describe('info Q12', () => {
  it('changes what is given, then answers everything', async () => {
    const { sessionKey } = await openStall({ term: 2 });
    const answer = { infoSuccess: 'success', personName: '王师傅', imageUrl: null, balanceMon: 2 };

    expect(await ask('info', { sessionKey, sellerName: '新店' })).toEqual({
      ...answer,
      sellerName: '新店',
      menuList: [],
      menuItems: expect.any(Array),
    });
    expect(await ask('info', { sessionKey, menuList: ['牛肉面', ' 凉皮 '] })).toEqual({
      ...answer,
      sellerName: '新店',
      menuList: ['牛肉面', '凉皮'],
      menuItems: expect.any(Array),
    });
    expect(await ask('info', { sessionKey, menuList: '米饭,面条，馒头' })).toMatchObject({
      menuList: ['米饭', '面条', '馒头'],
      menuItems: expect.any(Array),
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
    const menu = {
      menuSuccess: 'success',
      menuContent: ['a', 'b'],
      menuItems: expect.any(Array),
      sellerName: '三号',
    };

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
      menuItems: expect.any(Array),
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
