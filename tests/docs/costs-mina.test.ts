import { beforeAll, describe, expect, it } from 'vitest';
import { auth, consent, headers, type Kept, ONE, openMina, send, someone } from '../mina/support.ts';
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
});
