import { afterEach, expect, it, vi } from 'vitest';
import { setting } from '../../../lib/env.ts';
import { write } from '../../../lib/store/store.ts';
import { findApp, listApps, putApp, removeApp } from '../../../lib/wechat/apps.ts';
import { countRequests } from '../between.ts';

afterEach(() => void vi.useRealTimers());

const app = (id: string, secret = 's') => ({ id, appid: `wx-${id}`, secret, title: `app ${id}` });

it('finds an app by its id, and none that is unknown', async () => {
  await putApp(app('found'));

  expect(await findApp('found')).toMatchObject(app('found'));
  expect(await findApp('unknown')).toBeUndefined();
});

it('keeps an app for a minute, and then looks again', async () => {
  const start = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  await putApp(app('kept'));
  await findApp('kept');
  const changed = {
    put: { table: setting('APPS_TABLE'), pk: 'kept' },
    item: app('kept', 'changed elsewhere'),
  };
  await write(changed);

  vi.setSystemTime(start + 59_999);
  const requests = await countRequests(async () =>
    expect(await findApp('kept')).toHaveProperty('secret', 's'),
  );
  expect(requests).toEqual({});
  vi.setSystemTime(start + 60_000);
  expect(await findApp('kept')).toHaveProperty('secret', 'changed elsewhere');
});

it('sees its own change at once', async () => {
  await putApp(app('own', 'old'));
  await findApp('own');
  await putApp(app('own', 'new'));

  expect(await findApp('own')).toHaveProperty('secret', 'new');
});

it('finds an app as soon as it is stored, though it was looked for before', async () => {
  expect(await findApp('late')).toBeUndefined();
  await write({ put: { table: setting('APPS_TABLE'), pk: 'late' }, item: app('late') });

  expect(await findApp('late')).toMatchObject(app('late'));
});

it('forgets an app, and says whether there was one', async () => {
  await putApp(app('removed'));
  await findApp('removed');

  expect(await removeApp('removed')).toBe(true);
  expect(await findApp('removed')).toBeUndefined();
  expect(await removeApp('removed')).toBe(false);
});

it('lists the apps by id, without the tokens', async () => {
  await Promise.all(['b', 'a'].map((id) => putApp(app(id))));
  await write({ put: { table: setting('APPS_TABLE'), pk: 'token#wx-a' }, item: { token: 't' } });

  const ids = (await listApps()).map(({ id }) => id);

  expect(ids).toEqual(ids.toSorted());
  expect(ids).toEqual(expect.arrayContaining(['a', 'b']));
  expect(ids).not.toContain(undefined);
});
