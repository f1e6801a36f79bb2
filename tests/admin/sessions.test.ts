import { expect, it } from 'vitest';
import { auth, failure, logIn, ONE, openMina, someone, TWO } from '../mina/support.ts';
import { admin, DONE, NOT_DONE, WRONG_COMMAND } from './support.ts';

openMina();

it('sessions end ends all sessions of a user in an app at once', async () => {
  const openid = someone();
  const [former, newest, other] = [await logIn(openid), await logIn(openid), await logIn(openid, TWO)];

  expect(await admin('sessions', 'end', ONE.id, openid)).toMatchObject({
    exitCode: DONE,
    stdout: `All sessions of ${openid} in app 1 are over.\n`,
  });

  expect(await auth(former)).toEqual(failure('skey 错误，请重新登录'));
  expect(await auth(newest)).toEqual(failure('登录已过期，请重新登录'));
  expect(await auth(other, TWO)).toMatchObject({ ok: 'success' });
  expect(await auth(await logIn(openid))).toMatchObject({ ok: 'success' });
});

it('sessions end says so when nobody has that openid', async () => {
  expect(await admin('sessions', 'end', '1', 'nobody')).toMatchObject({
    exitCode: NOT_DONE,
    stderr: 'Nobody with the openid nobody has ever logged in to app 1.\n',
  });
  expect(await admin('sessions', 'end', '#', 'nobody')).toMatchObject({ exitCode: WRONG_COMMAND });
});
