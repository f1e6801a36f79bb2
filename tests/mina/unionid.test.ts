import { describe, expect, it } from 'vitest';
import { auth, codeOf, control, headers, type Kept, ONE, openMina, send, someone } from './support.ts';

openMina();

const UNION = 'union-of-li';
const ids = (openid: string) => ({ openId: openid, unionId: UNION });
const asHeaders = (names: Record<string, string>) => ({ method: 'GET', ...headers(names) });

/** Logs in by the source's dialect a user of whom WeChat gives the unionid. */
const logInWith = async (openid: string, unionid: string | undefined, fields = {}) => {
  const code = await codeOf(openid, ONE, unionid === undefined ? {} : { unionid });
  const { body } = await send('login', { body: { code, ...fields, app_id: '1' } });
  return body.data as Kept & { user_info: Record<string, unknown> | null };
};

describe('the unionid', () => {
  it('is in user_info of a user who told nothing, in every dialect', async () => {
    const openid = someone();
    const { user_info, ...kept } = await logInWith(openid, UNION);

    expect(user_info).toEqual(ids(openid));
    expect(await auth(kept)).toMatchObject({ data: { user_info: ids(openid) } });
    expect((await send('wafer2_user', asHeaders({ 'X-WX-Skey': kept.skey }))).body.data).toEqual(ids(openid));
    const both = { 'X-WX-Id': kept.uuid, 'X-WX-Skey': kept.skey };
    expect((await send('wafer_user', asHeaders(both))).body).toEqual(ids(openid));
    const code = await codeOf(openid, ONE, { unionid: UNION });
    expect((await send('wafer2_login', asHeaders({ 'X-WX-Code': code }))).body.data).toMatchObject({
      userinfo: ids(openid),
    });
    const para = { id: kept.uuid, skey: kept.skey };
    const body = { interface: { interfaceName: 'qcloud.cam.auth', para } };
    expect((await send('session_server', { body })).body.returnData).toEqual({
      ...ids(openid),
      user_info: ids(openid),
    });
  });

  it('stands beside openId in what a user told, and is that of the login', async () => {
    const openid = someone();
    const code = await codeOf(openid, ONE, { unionid: UNION });
    const told = { openId: 'another', unionId: 'another' };
    const { encryptedData, iv } = await control().userInfo({ appid: ONE.appid, openid, userInfo: told });
    const { body } = await send('login', { body: { code, encrypt_data: encryptedData, iv, app_id: '1' } });
    const { user_info } = body.data as { user_info: Record<string, unknown> };

    expect(user_info).toMatchObject({ ...ids(openid), nickName: '微信用户' });
    expect(Object.keys(user_info).slice(0, 3)).toEqual(['openId', 'unionId', 'nickName']);
  });

  it('stays known when WeChat does not give it again, and is what WeChat gave last', async () => {
    const openid = someone();
    await logInWith(openid, 'former');
    await logInWith(openid, UNION);

    expect((await logInWith(openid, undefined)).user_info).toEqual(ids(openid));
  });

  it('is not there where WeChat gives none', async () => {
    const openid = someone();
    const { user_info, ...kept } = await logInWith(openid, undefined);

    expect(user_info).toBeNull();
    expect(await auth(kept)).toMatchObject({ data: { user_info: { openId: openid } } });
  });
});
