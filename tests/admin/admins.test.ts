import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, logIn, openCanteen, someone } from '../support/canteen.ts';
import { admin, adminJson, DONE, WRONG_COMMAND } from './support.ts';

openCanteen();
afterEach(() => void vi.useRealTimers());

const openids = async () =>
  (await adminJson<{ openid: string }[]>('admins', 'list')).map(({ openid }) => openid);
const inviteCode = async () => (await adminJson<{ invite: string }>('admins', 'invite')).invite;

describe('admins list', () => {
  it('says so where there is none', async () => {
    expect(await admin('admins', 'list')).toEqual({
      exitCode: DONE,
      stdout: 'There is no administrator yet.\n',
      stderr: '',
    });
  });
});

describe('admins invite', () => {
  it('tells the code, how long it is good, and how it is used', async () => {
    const { exitCode, stdout, stderr } = await admin('admins', 'invite');
    const code = /^Invitation: ([0-9a-f]{20})$/m.exec(stdout)?.[1];

    expect({ exitCode, stderr }).toEqual({ exitCode: DONE, stderr: '' });
    expect(stdout).toContain('good for one hour and for one use');
    expect(stdout).toContain(`{"query":"admin","sessionKey":"<session key>","invite":"${code}"}`);
  });

  it('turns one user into an administrator, once', async () => {
    const [openid, other] = [someone(), someone()];
    const [sessionKey, otherKey] = await Promise.all([logIn('yes', openid), logIn('yes', other)]);
    const invite = await inviteCode();

    expect(await ask('admin', { sessionKey, invite })).toMatchObject({ adminSuccess: 'success' });
    expect(await ask('admin', { sessionKey: otherKey, invite })).toEqual({
      adminSuccess: 'fail',
      failMsg: 'Not Admin Error',
    });
    expect(await openids()).toContain(openid);
    expect(await openids()).not.toContain(other);
  });

  it('is good for an hour', async () => {
    const sessionKey = await logIn('yes', someone());
    const invite = await inviteCode();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    const late = await logIn('yes', someone());

    expect(await ask('admin', { sessionKey: late, invite })).toMatchObject({ failMsg: 'Not Admin Error' });
    vi.setSystemTime(Date.now() - 5_000);
    expect(await ask('admin', { sessionKey, invite })).toMatchObject({ adminSuccess: 'success' });
  });
});

describe('admins add', () => {
  it('makes a user of app 2 an administrator at the next login', async () => {
    const openid = someone();
    const added = await admin('admins', 'add', openid);

    expect(added.stdout).toBe(`${openid} is an administrator, from the next login on.\n`);
    expect(await ask('admin', { sessionKey: await logIn('yes', openid) })).toMatchObject({
      adminSuccess: 'success',
    });
    expect(await ask('admin', { sessionKey: await logIn('no', openid) })).toMatchObject({
      failMsg: 'Not Admin Error',
    });
  });

  it('takes two at once, and the same again', async () => {
    const [one, two] = [someone(), someone()];
    const added = await Promise.all([one, two, one].map((openid) => admin('admins', 'add', openid)));
    const again = await admin('admins', 'add', two);

    expect([...added, again].map(({ exitCode }) => exitCode)).toEqual([DONE, DONE, DONE, DONE]);
    expect((await openids()).filter((openid) => openid === one || openid === two).sort()).toEqual(
      [one, two].sort(),
    );
  });

  it('keeps the date of who is one already', async () => {
    const openid = someone();
    await admin('admins', 'add', openid);
    const since = async () =>
      (await adminJson<{ openid: string; since: string }[]>('admins', 'list')).find(
        (one) => one.openid === openid,
      )?.since;
    const before = await since();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 90_000 });
    await admin('admins', 'add', openid);

    expect(await since()).toBe(before);
    expect((await admin('admins', 'list')).stdout).toMatch(
      new RegExp(`^${openid} +${before?.slice(0, 10)} \\d\\d:\\d\\d UTC$`, 'm'),
    );
  });

  it.each(['2#openid', '', 'a b', 'x'.repeat(65)])('refuses "%s"', async (openid) => {
    const before = await openids();
    const { exitCode, stderr } = await admin('admins', 'add', openid);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr).toContain(`"${openid}" is no openid.`);
    expect(stderr).toContain('Usage: npm run admin -- admins add <openid>');
    expect(await openids()).toEqual(before);
  });
});
