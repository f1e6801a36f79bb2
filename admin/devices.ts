import { seen } from '../lib/http/text.ts';
import {
  addDevice,
  type Device,
  isOnline,
  listDevices,
  newSecret,
  removeDevice,
  setSecret,
} from '../lib/rental/devices.ts';
import { listStrays } from '../lib/rental/loans.ts';
import { available } from '../lib/rental/stock.ts';
import { setDueHours } from '../lib/rental/types.ts';
import { Complaint } from '../local/complaint.ts';
import { command, type Group, UsageError } from './command.ts';
import { readName } from './given.ts';
import { list } from './table.ts';

/** A year. */
const MOST_HOURS = 8_784;
const HINT = 'devices list shows those that there are.';

const add = command({
  usage: 'add <deviceID> --name <name> --x <x> --y <y>',
  summary: 'registers a cabinet, and makes its secret',
  details: `<deviceID> is made of letters, digits, - and _. <name> is what borrowers read, <x> and <y> are its longitude and
latitude. The secret, by which the cabinet signs its requests, is shown only here.`,
  run: async ({ deviceID, name, x, y }) => {
    const location = { x: readNumber('--x', x), y: readNumber('--y', y) };
    const shown = seen(name);
    if (shown === '') throw new UsageError('--name is missing');
    const secret = newSecret();
    const isNew = await addDevice({
      deviceID: readName('deviceID', deviceID),
      name: shown,
      location,
      secret,
    });
    if (!isNew)
      throw new Complaint(`There is a cabinet ${deviceID} already: devices secret renews its secret.`);
    return secretOutput(deviceID, secret);
  },
});

const listAll = command({
  usage: 'list',
  summary: 'lists the cabinets',
  run: async () => {
    const devices = (await listDevices()).map(describe);
    const rows = devices.map(({ deviceID, name, x, y, online, lastUpdate, instruments }) => [
      deviceID,
      name,
      `${x}, ${y}`,
      online ? 'yes' : 'no',
      lastUpdate,
      instruments.map(({ typeName, remained, total }) => `${typeName} ${remained}/${total}`).join(', '),
    ]);
    const headline = ['deviceID', 'name', 'place', 'online', 'last report', 'instruments'];
    return {
      data: devices,
      text: list(headline, rows, 'There is no cabinet yet: devices add registers one.'),
    };
  },
});

const secret = command({
  usage: 'secret <deviceID>',
  summary: 'gives a cabinet another secret',
  details:
    'It is shown only here. The one before is good no longer: until the cabinet has the new one, it is offline.',
  run: async ({ deviceID }) => {
    const renewed = newSecret();
    if (!(await setSecret(readName('deviceID', deviceID), renewed))) throw unknown(deviceID);
    return secretOutput(deviceID, renewed);
  },
});

const remove = command({
  usage: 'remove <deviceID>',
  summary: 'removes a cabinet',
  details: 'What was borrowed from it stays borrowed, and can be brought back to another.',
  run: async ({ deviceID }) => {
    if (!(await removeDevice(readName('deviceID', deviceID)))) throw unknown(deviceID);
    return { data: { deviceID }, text: `Cabinet ${deviceID} is removed.` };
  },
});

const type = command({
  usage: 'type <typeID> --hours <hours>',
  summary: 'sets how long instruments of a type may be out; without it, 24 hours',
  details: `<hours> is 1 to ${MOST_HOURS}. It takes effect with the next loan.`,
  run: async ({ typeID, hours }) => {
    const dueHours = /^\d{1,4}$/.test(hours) ? Number(hours) : 0;
    if (dueHours < 1 || dueHours > MOST_HOURS)
      throw new UsageError(`"${hours}" is no number of hours from 1 to ${MOST_HOURS}`);
    if (typeID.length > 64) throw new UsageError('A typeID has 64 characters at most');
    await setDueHours(typeID, dueHours);
    return {
      data: { typeID, dueHours },
      text: `${typeID} is due after ${dueHours} hours, from the next loan on.`,
    };
  },
});

const strays = command({
  usage: 'strays',
  summary: 'lists items that left a cabinet late, when their user had another already',
  details: 'Nobody sees them in the mini-program. try_to_revert takes them back by their uuid.',
  run: async () => {
    const items = await listStrays();
    const rows = items.map(({ uuid, userid, name, device, time_begin }) => [
      uuid,
      userid,
      name,
      device,
      time_begin,
    ]);
    const headline = ['uuid', 'userid', 'name', 'device', 'since'];
    return { data: items, text: list(headline, rows, 'There is none.') };
  },
});

export const group: Group = {
  summary: "rental's cabinets",
  commands: [add, listAll, secret, remove, type, strays],
};

/** What a list tells of a cabinet: no secret. */
const describe = (device: Device) => ({
  deviceID: device.deviceID,
  name: device.name,
  ...device.location,
  online: isOnline(device),
  lastUpdate: device.lastUpdate === undefined ? null : new Date(device.lastUpdate).toISOString(),
  instruments: available(device),
});

const secretOutput = (deviceID: string, secret: string) => ({
  data: { deviceID, secret },
  text: `Secret of ${deviceID}: ${secret}\n\nIt is not shown again. The cabinet signs with it: docs/rental.md says how.`,
});

const readNumber = (option: string, text: string): number => {
  if (/^-?\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text);
  throw new UsageError(`${option} "${text}" is no number`);
};

const unknown = (deviceID: string): Complaint => new Complaint(`There is no cabinet ${deviceID}: ${HINT}`);
