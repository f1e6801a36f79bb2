import { beforeAll, describe, expect, it } from 'vitest';
import { addDevice, type Device, toDevice } from '../../lib/rental/devices.ts';
import { deviceKey, typeKey } from '../../lib/rental/keys.ts';
import { straying } from '../../lib/rental/loans.ts';
import { readOne, write } from '../../lib/store/store.ts';
import { admin, adminJson, DONE, NOT_DONE, WRONG_COMMAND } from './support.ts';

const SECRET = /^[0-9a-f]{64}$/;
const PLACE = ['--name', '北交1', '--x', '116.34', '--y', '39.95'];

const stored = async (deviceID: string): Promise<Device | undefined> => {
  const item = await readOne(deviceKey(deviceID));
  return item && toDevice(item);
};

describe('devices list', () => {
  it('says what to do when there is none', async () => {
    expect((await admin('devices', 'list')).stdout).toBe(
      'There is no cabinet yet: devices add registers one.\n',
    );
  });

  it('tells all but the secret', async () => {
    await addDevice({ deviceID: 'listed', name: '北交9', location: { x: 1.5, y: -2 }, secret: 'hush' });

    const { stdout } = await admin('devices', 'list');
    expect(stdout).toMatch(/^deviceID +name +place +online +last report +instruments\n/);
    expect(stdout).toMatch(/^listed +北交9 +1\.5, -2 +no +–/m);
    const [device] = await adminJson<object[]>('devices', 'list');
    expect(device).toEqual({
      deviceID: 'listed',
      name: '北交9',
      x: 1.5,
      y: -2,
      online: false,
      lastUpdate: null,
      instruments: [],
    });
    expect(stdout).not.toContain('hush');
  });
});

describe('devices add', () => {
  it('takes the name as people see it, and none that is only seemingly one', async () => {
    await admin('devices', 'add', 'pasted', ...PLACE.with(1, '\u200b 北交\u200e7 '));
    expect(await stored('pasted')).toMatchObject({ name: '北交7' });

    expect(await admin('devices', 'add', 'nameless', ...PLACE.with(1, '\u200b'))).toMatchObject({
      exitCode: WRONG_COMMAND,
      stderr: expect.stringMatching(/^--name is missing\./),
    });
  });

  it('registers a cabinet, and shows its secret once', async () => {
    const { exitCode, stdout } = await admin('devices', 'add', 'bjtu-1', ...PLACE);

    expect(exitCode).toBe(DONE);
    const { secret, name, location } = (await stored('bjtu-1')) as Device;
    expect(secret).toMatch(SECRET);
    expect({ name, location }).toEqual({ name: '北交1', location: { x: 116.34, y: 39.95 } });
    expect(stdout).toContain(`Secret of bjtu-1: ${secret}\n`);
    expect((await admin('devices', 'list')).stdout).not.toContain(secret);
  });

  it('leaves a cabinet alone that there is', async () => {
    await admin('devices', 'add', 'twice', ...PLACE);
    const before = await stored('twice');

    const { exitCode, stderr } = await admin(
      'devices',
      'add',
      'twice',
      '--name',
      'x',
      '--x',
      '1',
      '--y',
      '1',
    );

    expect(exitCode).toBe(NOT_DONE);
    expect(stderr).toMatch(/^There is a cabinet twice already: devices secret renews/);
    expect(await stored('twice')).toEqual(before);
  });

  it.each([
    [['a b', ...PLACE], '"a b" is no deviceID'],
    [['x', '--name', '', '--x', '1', '--y', '1'], '--name is missing'],
    [['x', '--name', 'x', '--x', 'east', '--y', '1'], '--x "east" is no number'],
    [['x', '--name', 'x', '--x', '1'], '--y is missing'],
  ])('refuses %j', async (argv, sentence) => {
    const { exitCode, stderr } = await admin('devices', 'add', ...argv);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr).toContain(sentence);
  });
});

describe('devices secret, devices remove', () => {
  beforeAll(() => admin('devices', 'add', 'kept', ...PLACE));

  it('renew the secret, and remove the cabinet', async () => {
    const before = (await stored('kept'))?.secret;
    const { secret } = await adminJson<{ secret: string }>('devices', 'secret', 'kept');

    expect(secret).toMatch(SECRET);
    expect(secret).not.toBe(before);
    expect((await stored('kept'))?.secret).toBe(secret);
    expect((await admin('devices', 'remove', 'kept')).stdout).toBe('Cabinet kept is removed.\n');
    expect(await stored('kept')).toBeUndefined();
  });

  it.each(['secret', 'remove'])('(%s) say when there is no such cabinet', async (name) => {
    const { exitCode, stderr } = await admin('devices', name, 'nowhere');

    expect(exitCode).toBe(NOT_DONE);
    expect(stderr).toBe('There is no cabinet nowhere: devices list shows those that there are.\n');
    expect(await stored('nowhere')).toBeUndefined();
  });
});

describe('devices type', () => {
  it('sets how long a type may be out', async () => {
    const { stdout } = await admin('devices', 'type', 'racket', '--hours', '48');

    expect(stdout).toBe('racket is due after 48 hours, from the next loan on.\n');
    expect(await readOne(typeKey('racket'))).toMatchObject({ dueHours: 48 });
  });

  it.each(['0', '-1', '1.5', 'a day', '8785'])('refuses %s hours', async (hours) => {
    const { exitCode, stderr } = await admin('devices', 'type', 'racket', `--hours=${hours}`);

    expect(exitCode).toBe(WRONG_COMMAND);
    expect(stderr).toContain(`"${hours}" is no number of hours from 1 to 8784.`);
  });
});

describe('devices strays', () => {
  it('lists items that nobody sees', async () => {
    expect((await admin('devices', 'strays')).stdout).toBe('There is none.\n');
    const loan = {
      uuid: 'item-1',
      typeID: 'ball',
      name: '篮球',
      deviceID: 'bjtu-1',
      device: '北交1',
      time_begin: '2026-11-20T04:00:00.000Z',
      time_due: '2026-11-21T04:00:00.000Z',
    };
    await write(straying('user-1', loan));

    expect(await adminJson('devices', 'strays')).toEqual([{ userid: 'user-1', ...loan }]);
    expect((await admin('devices', 'strays')).stdout).toMatch(/^item-1 +user-1 +篮球 +北交1 +2026-11-20T/m);
  });
});
