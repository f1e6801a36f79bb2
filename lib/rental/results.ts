import { type Item, type Key, read, transact, type Write } from '../store/store.ts';
import { undisturbed } from '../store/undisturbed.ts';
import { HOUR } from '../time.ts';
import type { Command } from './attempts.ts';
import { changeDevice, type Device, toDevice } from './devices.ts';
import { changeAsRead, commandKey, deviceKey, strayKey, userKey } from './keys.ts';
import { type Attempt, isTrying } from './latest.ts';
import { ending, type Loan, strayEnding, straying, toLoan } from './loans.ts';
import { type Failure, fail } from './outcome.ts';
import { type Proof, using } from './signature.ts';
import { moved } from './stock.ts';
import { toUser, type User } from './users.ts';
import { answerable, settle } from './waiting.ts';

/** What a cabinet says of a command. */
type Result = { commandId: string; ok: boolean; reason?: string | undefined };

/** Whom a result concerns: the user as read, and the item if it is a stray of theirs. */
type Party = { user: User; stray: Loan | undefined };

/** What `takeResult` reads, besides the cabinet. */
export const resultReads = ({ deviceID, commandId }: { deviceID: string; commandId: string }): Key[] => [
  commandKey(deviceID, commandId),
];

/**
 * Takes what came of a command, once: the first answer stands, and any other is accepted and changes nothing.
 * `attempts.ts` says what it means, in time and late.
 */
export const takeResult = (
  proof: Proof,
  result: Result,
  seen: { device: Device; items: (Item | undefined)[] },
): Promise<Record<string, never> | Failure> =>
  undisturbed(async (isFirst) => {
    const { device, items } = isFirst ? seen : await readAgain(proof.deviceID, result);
    if (!device) return fail('invalid signature');
    const command = items[0] as Command | undefined;
    const changes = command && !command.answer ? await settling(device, command, result, proof.time) : [];
    const [used, ...changed] = await transact([using(proof), ...changes]);
    if (!used?.ok) return fail('invalid signature');
    if (!command) return fail('no such command');
    return changed.every(({ ok }) => ok) ? {} : undefined;
  });

const readAgain = async (deviceID: string, { commandId }: Result) => {
  const [device, ...items] = await read([deviceKey(deviceID), ...resultReads({ deviceID, commandId })]);
  return { device: device && toDevice(device), items };
};

/** Everything that the first answer to a command changes. */
const settling = async (
  device: Device,
  command: Command,
  { ok, reason }: Result,
  time: number,
): Promise<Write[]> => {
  const { deviceID, userid, commandId, uuid } = command;
  const [user, stray] = await read([userKey(userid), strayKey(userid, uuid)]);
  if (!user) throw new Error('A user is gone');
  const party: Party = { user: toUser(user), stray: stray && toLoan(stray) };
  const { latest } = party.user;
  // Whoever could begin another attempt saw this one fail: clocks of ours may differ by a moment.
  const isInTime = latest?.commandId === commandId && isTrying({ latest });
  const settled = isInTime ? answered(latest, ok, reason) : undefined;
  return [
    takingAnswer(device, command, ok, time),
    {
      update: commandKey(deviceID, commandId),
      set: { ...(settled ?? { state: 'FAILED', reason: 'timeout' }), answer: { ok, reason, at: Date.now() } },
      when: 'attribute_not_exists(answer)',
    },
    ...booking(party, { command, device, ok, settled }),
  ];
};

const answered = (latest: Attempt, ok: boolean, reason = 'refused'): Attempt =>
  ok ? { ...latest, state: 'SUCCEEDED' } : { ...latest, state: 'FAILED', reason };

/** The cabinet is asked no more, and an item that moved counts, unless a report has it already. */
const takingAnswer = (
  device: Device,
  { commandId, kind, loan }: Command,
  ok: boolean,
  time: number,
): Write => {
  const move = { kind, typeID: loan.typeID };
  const { waiting, isNews } = settle(answerable(device.waiting), { commandId, ok, ...move });
  return changeDevice(device, {
    waiting,
    ...(isNews && {
      instruments: moved(device.instruments, move),
      movedAt: Math.max(time, device.movedAt ?? 0),
    }),
  });
};

type Settlement = { command: Command; device: Device; ok: boolean; settled: Attempt | undefined };

/** What an answer means for the user: the end of the attempt, and the one record of an item that moved. */
const booking = ({ user, stray }: Party, { command, device, ok, settled }: Settlement): Write[] => {
  const { userid, kind, uuid } = command;
  const latest = settled && { latest: settled };
  const change = (set: Partial<User>, remove: string[] = []): Write =>
    changeAsRead(userKey(userid), user, { set, remove });

  const attempt = latest ? [change(latest)] : [];

  if (ok && kind === 'rent') {
    const loan = lent(command);
    const isFree = !user.out && (settled !== undefined || !isTrying(user));
    return isFree ? [change({ ...latest, out: loan })] : [...attempt, straying(userid, loan)];
  }
  if (ok && user.out?.uuid === uuid)
    return [change({ ...latest }, ['out']), ending(userid, user.out, device.name)];
  if (ok && stray) return [...attempt, strayEnding(userid, stray), ending(userid, stray, device.name)];
  return attempt;
};

/** The loan of an item that left, from now on: the cabinet may have been without a network meanwhile. */
const lent = ({ loan, dueHours }: Command): Loan => {
  const now = Date.now();
  return {
    ...loan,
    time_begin: new Date(now).toISOString(),
    time_due: new Date(now + dueHours * HOUR * 1000).toISOString(),
  };
};
