import { describe, expect, it } from 'vitest';
import { countRequests } from '../lib/between.ts';
import { auth, failure, logIn, logOut, ONE, openMina, someone, TWO } from './support.ts';

openMina();

const OVER = failure('登录已过期，请重新登录');

describe('POST /mina/logout', () => {
  it('ends all skeys of the user at once, by whichever of them', async () => {
    const openid = someone();
    const [former, newest] = [await logIn(openid), await logIn(openid)];

    expect(await logOut(former)).toEqual({ ok: 'success', msg: '已退出登录', data: null });

    expect(await auth(newest)).toEqual(OVER);
    expect(await auth(former)).toEqual(failure('skey 错误，请重新登录'));
    expect(await logOut(newest), 'again').toEqual(OVER);
  });

  it('leaves the user, and what they told, for the next login', async () => {
    const openid = someone();
    const before = await logIn(openid);
    await logOut(before);
    const after = await logIn(openid);

    expect(after.uuid).toBe(before.uuid);
    expect(await auth(after)).toMatchObject({ ok: 'success' });
    expect(await auth(before)).toEqual(failure('skey 错误，请重新登录'));
  });

  it('ends nothing of others: another user, another app', async () => {
    const openid = someone();
    const [one, two, other] = [await logIn(openid, ONE), await logIn(openid, TWO), await logIn(someone())];

    expect(await logOut({ ...one, skey: other.skey })).toEqual(failure('skey 错误，请重新登录'));
    expect(await logOut(one, TWO)).toEqual(failure('会话不存在，请重新登录'));
    expect(await logOut(one, { id: '99' })).toEqual(failure('小程序不存在，请检查 app_id'));
    await logOut(one);

    expect(await auth(two, TWO)).toMatchObject({ ok: 'success' });
    expect(await auth(other)).toMatchObject({ ok: 'success' });
  });

  it('reads once, and writes one transaction', async () => {
    const kept = await logIn(someone());

    expect(await countRequests(() => logOut(kept))).toEqual({ BatchGetItem: 1, TransactWriteItems: 1 });
  });
});
