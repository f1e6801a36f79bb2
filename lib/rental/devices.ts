import { randomBytes } from 'node:crypto';
import { ABSENT, type Item, PRESENT, queryPartition, type Write, write } from '../store/store.ts';
import { changeAsRead, DEVICES, deviceKey, RENTAL_TABLE, type Versioned } from './keys.ts';
import { available, type Instrument } from './stock.ts';
import { answerable, type WaitingList } from './waiting.ts';

/** What a cabinet says of itself. */
export type Report = {
  workingTime: string | number;
  captchas: string[];
  doors: { opened: boolean }[];
  instruments: Instrument[];
  /** The commands whose results `instruments` has in it already, if it says so. */
  answered?: string[] | undefined;
};

/** A cabinet: as it was registered, as it last reported, and what it is asked for. Times are epoch milliseconds. */
export type Device = Versioned & {
  deviceID: string;
  name: string;
  location: { x: number; y: number };
  secret: string;
  waiting: WaitingList;
  instruments: Instrument[];
  /** By our clock; absent as long as it has never reported. */
  lastUpdate?: number;
  /** By the cabinet's own clock: its last report, and its last result that moved an item. They order the stock alone. */
  reportedAt?: number;
  movedAt?: number;
} & Partial<Omit<Report, 'instruments' | 'answered'>>;

/** A cabinet that has not reported for so long is offline. */
const SILENCE = 120_000;

/** Reads an item as the cabinet that it holds. */
export const toDevice = (item: Item): Device => item as unknown as Device;

/** Every cabinet, by id. */
export const listDevices = async (): Promise<Device[]> =>
  (await queryPartition(RENTAL_TABLE, DEVICES)).map(toDevice);

/** Whether a cabinet has reported within 2 minutes. */
export const isOnline = ({ lastUpdate }: Device): boolean =>
  lastUpdate !== undefined && Date.now() - lastUpdate < SILENCE;

/** What anyone may know of a cabinet. */
export const shown = (device: Device) => ({
  deviceID: device.deviceID,
  name: device.name,
  location: { x: device.location.x, y: device.location.y },
  workingTime: device.workingTime ?? null,
  lastUpdate: device.lastUpdate === undefined ? null : new Date(device.lastUpdate).toISOString(),
  online: isOnline(device),
  captchas: device.captchas ?? [],
  doors: device.doors ?? [],
  instruments: available(device),
});

/** The change of a cabinet as it was read, on the condition that nobody wrote it meanwhile. */
export const changeDevice = (device: Device, set: Partial<Device>): Write =>
  changeAsRead(deviceKey(device.deviceID), device, { set: { waiting: answerable(device.waiting), ...set } });

/** A cabinet's secret: 256 random bits in hex. */
export const newSecret = (): string => randomBytes(32).toString('hex');

/** Registers a cabinet. False when there is one with this id. */
export const addDevice = async (
  device: Pick<Device, 'deviceID' | 'name' | 'location' | 'secret'>,
): Promise<boolean> => {
  const item: Device = { ...device, waiting: {}, instruments: [], version: 1 };
  return (await write({ put: deviceKey(device.deviceID), item, when: ABSENT })).ok;
};

/** Gives a cabinet another secret: the one before is no longer good. False when there is no such cabinet. */
export const setSecret = async (deviceID: string, secret: string): Promise<boolean> =>
  (await write({ update: deviceKey(deviceID), set: { secret }, add: { version: 1 }, when: PRESENT })).ok;

/** Removes a cabinet. What was borrowed from it stays borrowed. False when there is no such cabinet. */
export const removeDevice = async (deviceID: string): Promise<boolean> =>
  (await write({ delete: deviceKey(deviceID), when: PRESENT })).ok;
