import { DAY } from '../time.ts';

/*
 * What a cabinet was asked for and has not answered. Until it expires, a command is delivered with every report, and
 * reserves its item or its place. After that it is remembered, because its item may still move.
 *
 * A report may have an item counted whose result has not come yet. Then the item is reserved no more, and the result moves
 * it no second time. `counted` is what the last report had of a command that the cabinet had heard of (`told`):
 *
 *   said     the report names it in `answered`: its numbers have it, whatever the result will be
 *   seen     the report does not say what it has, and shows one item less (`rent`) or more (`revert`) than we knew
 *   unseen   the report does not say what it has, and shows none for it
 *
 * Which of several open commands moved what a report shows, nobody knows, but their number is all that counts: the result of
 * an `unseen` one takes the mark of one that is `seen`, and one that is refused leaves its mark to one that is `unseen`.
 */

/** `expires` is epoch milliseconds, `uuid` the item's. */
export type Waiting = {
  kind: 'rent' | 'revert';
  typeID: string;
  uuid: string;
  expires: number;
  told?: true;
  counted?: 'said' | 'seen' | 'unseen';
};

/** By command. */
export type WaitingList = Record<string, Waiting>;

/** What is in a cabinet. */
type Held = { typeID: string; remained: number }[];

/** What a command would move. */
type Move = Pick<Waiting, 'kind' | 'typeID'>;

/** A cabinet may answer so many seconds after it was asked. */
export const REMEMBERED = 30 * DAY;
/** So many expired commands are remembered of a cabinet that never answers. */
const MOST_EXPIRED = 20;

/** What a cabinet is still asked for. */
export const living = (waiting: WaitingList): WaitingList =>
  Object.fromEntries(Object.entries(waiting).filter(([, one]) => isLiving(one)));

/** What a cabinet may still answer: what is living, and the last ones that are not. */
export const answerable = (waiting: WaitingList): WaitingList => {
  const expired = Object.entries(waiting)
    .filter(([, one]) => !isLiving(one) && one.expires + REMEMBERED * 1000 > Date.now())
    .sort(([, a], [, b]) => b.expires - a.expires);
  return { ...living(waiting), ...Object.fromEntries(expired.slice(0, MOST_EXPIRED)) };
};

/** How many items (`rent`) or places (`revert`) of a type are promised, and not counted by a report already. */
export const reserved = (waiting: WaitingList, move: Move): number =>
  Object.values(living(waiting)).filter((one) => isLike(one, move) && !hasMoved(one)).length;

/** The commands, once a report is answered with those that are living. */
export const tell = (waiting: WaitingList): WaitingList =>
  map(waiting, (one) => (isLiving(one) ? { ...one, told: true } : one));

/** The commands, once a report is counted. `known`: the instruments as we knew them before it. */
export const count = (
  waiting: WaitingList,
  known: Held,
  { instruments, answered }: { instruments: Held; answered?: string[] | undefined },
): WaitingList => {
  if (answered) return map(waiting, (one, id) => (answered.includes(id) ? { ...one, counted: 'said' } : one));
  const moved = known.flatMap(({ typeID, remained }) => {
    const now = instruments.find((one) => one.typeID === typeID)?.remained ?? remained;
    const kind = now < remained ? 'rent' : 'revert';
    return candidates(waiting, { kind, typeID }).slice(0, Math.abs(now - remained));
  });
  return map(waiting, (one, id) =>
    isOpen(one) ? { ...one, counted: moved.includes(id) ? 'seen' : 'unseen' } : one,
  );
};

/** The commands, once one of them is answered. `isNews`: its item moved, and no report has it. */
export const settle = (
  waiting: WaitingList,
  { commandId, ok, ...move }: Move & { commandId: string; ok: boolean },
): { waiting: WaitingList; isNews: boolean } => {
  const { [commandId]: own, ...others } = waiting;
  const remark = (of: string | undefined, counted: 'seen' | 'unseen', isNews: boolean) => ({
    waiting: map(others, (one, id) => (id === of ? { ...one, counted } : one)),
    isNews,
  });
  if (!ok) {
    const heir = own?.counted === 'seen' ? candidates(others, move)[0] : undefined;
    return remark(heir, 'seen', false);
  }
  if (own?.counted !== 'unseen') return { waiting: others, isNews: !(own && hasMoved(own)) };
  const seen = Object.keys(others).find((id) => isSeen(others[id] as Waiting, move));
  return remark(seen, 'unseen', seen === undefined);
};

/** Which commands may have moved an item that a report shows, the likeliest first: whoever waits is served in turn. */
const candidates = (waiting: WaitingList, move: Move): string[] => {
  const open = Object.entries(waiting).filter(([, one]) => isOpen(one) && isLike(one, move));
  const inTurn = ([, a]: [string, Waiting], [, b]: [string, Waiting]) => a.expires - b.expires;
  const [now, late] = [open.filter(([, one]) => isLiving(one)), open.filter(([, one]) => !isLiving(one))];
  return [...now.sort(inTurn), ...late.sort(inTurn).reverse()].map(([id]) => id);
};

const isLiving = ({ expires }: Waiting): boolean => expires > Date.now();
const isLike = (one: Move, { kind, typeID }: Move): boolean => one.kind === kind && one.typeID === typeID;
const hasMoved = ({ counted }: Waiting): boolean => counted === 'said' || counted === 'seen';
const isSeen = (one: Waiting, move: Move): boolean => one.counted === 'seen' && isLike(one, move);
const isOpen = (one: Waiting): boolean => one.told === true && !hasMoved(one);

const map = (waiting: WaitingList, change: (one: Waiting, id: string) => Waiting): WaitingList =>
  Object.fromEntries(Object.entries(waiting).map(([id, one]) => [id, change(one, id)]));
