import { beforeAll, describe, expect, it } from 'vitest';
import {
  auth,
  consent,
  control,
  headers,
  type Kept,
  logOut,
  ONE,
  openMina,
  send,
  someone,
} from '../mina/support.ts';
import { countUnits, documented, during } from './units.ts';

openMina();

/** Logs a user in, who tells who they are, and returns what the mini-program keeps. */
const logInAs = async (openid: string): Promise<Kept> => {
  const { code, encryptedData, iv } = await consent(openid);
  const body = { code, encrypt_data: encryptedData, iv, app_id: ONE.id };
  return (await send('login', { body })).body.data as Kept;
};

beforeAll(async () => {
  // The container remembers the app from now on.
  await logInAs(someone());
  countUnits();
});

describe('docs/costs.md says what is consumed by', () => {
  it('a login, the first and the next', async () => {
    const openid = someone();
    const logIn = () => logInAs(openid);

    expect(await during(logIn)).toEqual(documented('POST /mina/login, for the first time'));
    expect(await during(logIn)).toEqual(documented('POST /mina/login'));
  });

  it('a check, by uuid and skey or by skey alone', async () => {
    const kept = await logInAs(someone());

    expect(await during(() => auth(kept))).toEqual(documented('POST /mina/auth'));
    const user = () => send('wafer2_user', { method: 'GET', ...headers({ 'X-WX-Skey': kept.skey }) });
    expect(await during(user)).toEqual(documented('GET /mina/wafer2/user'));
  });

  it('a phone number, once the container’s fellows have an access_token, and a logout', async () => {
    const openid = someone();
    const kept = await logInAs(openid);
    const askPhone = async () => {
      const code = await control().phone({ appid: ONE.appid, openid, phoneNumber: '13800138000' });
      return () => send('phone', { body: { ...kept, app_id: ONE.id, code } });
    };
    await (await askPhone())();

    expect(await during(await askPhone())).toEqual(documented('POST /mina/phone'));
    expect(await during(() => logOut(kept))).toEqual(documented('POST /mina/logout'));
  });
});
