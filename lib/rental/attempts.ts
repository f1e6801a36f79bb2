/**
 * An attempt to borrow an item from a cabinet (`rent`) or to bring one back (`revert`): the cabinet is asked by a
 * command, and carries it out, or not, whenever it hears of it.
 *
 *   state          what happens                        who moves it     what it becomes
 *   (none)         try_to_rent, try_to_revert          the user         WAITING: item or place reserved, command waits
 *   WAITING        ok, within 60 s                     the cabinet      SUCCEEDED: the loan begins, or ends
 *   WAITING        not ok, within 60 s                 the cabinet      FAILED, by the cabinet's reason
 *   WAITING        a report has the item counted       the cabinet      WAITING: the item or place is reserved no longer, and
 *                                                                       the `ok` to come changes the stock no second time
 *   WAITING        60 s are over                       nobody           FAILED, `timeout`: that is how it is read from then
 *                                                                       on; the reservation no longer counts
 *   timeout        a report has the item counted       the cabinet      FAILED still; the `ok` to come changes the stock no more
 *   timeout        ok, late                            the cabinet      FAILED still. The item is booked: one that left as
 *                                                                       the user's loan, or as a stray if there is a loan
 *                                                                       or another attempt; one that came back ends its loan
 *   timeout        not ok, late                        the cabinet      FAILED still; the answer is recorded
 *   answered       any result                          the cabinet      what it was: the first answer stands
 *
 * Each line but that of the 60 s is one transaction: on the cabinet (what it is asked for, its stock), on the command, on
 * the user (last attempt, loan) and on the record of the loan. How a report is known to have an item counted, `waiting.ts`
 * says. Whoever dies leaves all of it or nothing:
 *
 *   the function dies before it                        nothing happened
 *   the function dies after it, or its answer is lost  the user asks latest_renting_or_reverting_status; trying again is
 *                                                      `busy`. The cabinet sends its result again, which changes nothing
 *   the cabinet dies with a command                    60 s later the attempt has failed, and item and place are free
 *   the cabinet dies between the item and its result   it sends the result when it is back, within 30 days, as a late one
 *   the cabinet's clock is put back                    the attempt goes on: results are taken by their command, not by their
 *                                                      time. Its next report sets the clock that orders its stock, and the
 *                                                      one after that counts (`reports.ts`)
 *
 * Nothing runs to end an attempt, and nothing has to.
 */
import { randomUUID } from 'node:crypto';
import { ABSENT, type Item, type Key, read, transact } from '../store/store.ts';
import { undisturbed } from '../store/undisturbed.ts';
import { nowSeconds } from '../time.ts';
import { changeDevice, type Device, isOnline, toDevice } from './devices.ts';
import { changeAsRead, commandKey, deviceKey, strayKey, typeKey, userKey } from './keys.ts';
import { type Attempt, isTrying } from './latest.ts';
import { type Loan, toLoan } from './loans.ts';
import { Failure, fail } from './outcome.ts';
import { available, freePlaces } from './stock.ts';
import { toUser, type User } from './users.ts';
import { answerable, REMEMBERED } from './waiting.ts';

/** An attempt as its cabinet knows it. `loan` lacks its times: they begin when the item leaves. */
export type Command = Attempt & {
  deviceID: string;
  userid: string;
  loan: Omit<Loan, 'time_begin' | 'time_due'>;
  dueHours: number;
  /** What the cabinet answered, and when. */
  answer?: { ok: boolean; reason?: string | undefined; at: number };
};

/** Who wants what of which cabinet. */
type Wish = { userid: string; deviceID: string; captcha: string };

/** What a request has read already: session, user, and what its keys name. */
type Seen = { user: User; items: (Item | undefined)[] };

const PATIENCE = 60_000;
const DUE_HOURS = 24;

/** What `tryToRent` reads, besides the user. */
export const rentReads = ({ deviceID, typeID }: { deviceID: string; typeID: string }): Key[] => [
  deviceKey(deviceID),
  typeKey(typeID),
];

/** What `tryToRevert` reads, besides the user. */
export const revertReads = ({ userid, deviceID, itemUUID }: Omit<Wish, 'captcha'> & { itemUUID: string }) => [
  deviceKey(deviceID),
  strayKey(userid, itemUUID),
];

/** Asks a cabinet for an instrument of a type. Success means that the cabinet has been asked. */
export const tryToRent = (
  wish: Wish & { typeID: string },
  seen: Seen,
): Promise<Failure | Record<string, never>> =>
  attempt(wish, rentReads(wish), seen, ({ user, device, items: [type] }) => {
    const instrument = available(device).find(({ typeID }) => typeID === wish.typeID);
    if (!instrument || instrument.remained === 0) return fail('no instrument');
    if (!user.phone || user.out) return fail('no permission');
    const { typeID, typeName: name } = instrument;
    return {
      kind: 'rent',
      loan: { uuid: randomUUID(), typeID, name, deviceID: device.deviceID, device: device.name },
      dueHours: (type?.dueHours as number | undefined) ?? DUE_HOURS,
    };
  });

/** Asks a cabinet to take an item back, wherever it came from. Success means that the cabinet has been asked. */
export const tryToRevert = (
  wish: Wish & { itemUUID: string },
  seen: Seen,
): Promise<Failure | Record<string, never>> =>
  attempt(wish, revertReads(wish), seen, ({ user, device, items: [stray] }) => {
    const loan = [user.out, stray && toLoan(stray)].find((one) => one?.uuid === wish.itemUUID);
    if (!loan) return fail('no such item');
    if (freePlaces(device, loan.typeID) <= 0) return fail('no place');
    return { kind: 'revert', loan, dueHours: 0 };
  });

/** What an attempt is about, once it is known to be possible. */
type Plan = Pick<Command, 'kind' | 'loan' | 'dueHours'>;

/** Checks what every attempt needs, in the order of the document, then plans it, then begins it in one transaction. */
const attempt = (
  wish: Wish,
  keys: Key[],
  seen: Seen,
  plan: (found: { user: User; device: Device; items: (Item | undefined)[] }) => Plan | Failure,
): Promise<Failure | Record<string, never>> =>
  undisturbed(async (isFirst) => {
    const found = isFirst ? seen : await readAgain(wish.userid, keys);
    const [device, ...items] = [found.items[0] && toDevice(found.items[0]), ...found.items.slice(1)];
    if (!device) return fail('no device');
    if (!isOnline(device)) return fail('device offline');
    if (!device.captchas?.includes(wish.captcha)) return fail('wrong captcha');
    const planned = plan({ user: found.user, device, items });
    if (planned instanceof Failure) return planned;
    if (isTrying(found.user)) return fail('busy');
    return begin(found.user, device, planned);
  });

/** Writes a new attempt down wherever it counts; undefined when cabinet or user changed since they were read. */
const begin = async (
  user: User,
  device: Device,
  { kind, loan, dueHours }: Plan,
): Promise<Record<string, never> | undefined> => {
  const startedAt = Date.now();
  const expires = startedAt + PATIENCE;
  const { uuid, typeID } = loan;
  const latest: Attempt = { commandId: randomUUID(), kind, uuid, startedAt, expires, state: 'WAITING' };
  const { deviceID } = device;
  const command: Command = { ...latest, deviceID, userid: user.userid, loan, dueHours };
  const waiting = { ...answerable(device.waiting), [latest.commandId]: { kind, typeID, uuid, expires } };
  const written = await transact([
    changeDevice(device, { waiting }),
    {
      put: commandKey(deviceID, latest.commandId),
      item: { ...command, expiresAt: nowSeconds() + REMEMBERED },
      when: ABSENT,
    },
    changeAsRead(userKey(user.userid), user, { set: { latest } }),
  ]);
  return written.every(({ ok }) => ok) ? {} : undefined;
};

const readAgain = async (userid: string, keys: Key[]): Promise<Seen> => {
  const [user, ...items] = await read([userKey(userid), ...keys]);
  if (!user) throw new Error('A user is gone');
  return { user: toUser(user), items };
};
