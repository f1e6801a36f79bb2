import type { BundleRow } from './bundles.ts';
import type { CallRow } from './calls.ts';
import type { LiveRow } from './live.ts';
import type { SearchRow } from './search.ts';
import type { ThroughputRow } from './throughput.ts';

/** What a case may cost. Without `inSequence` it is printed for information, and may cost what it does. */
export type Budget = {
  /** DynamoDB round trips one after another. */
  inSequence?: number;
  /** DynamoDB calls, read units and write units in all, where they are bounded too. */
  exactly?: { calls: number; read: number; written: number };
  /** The answer names thousands of dishes, or is chosen from them: its own work is printed, and may be what it is. */
  isLong?: boolean;
  reason: string;
};

/** Milliseconds of a request's own work: handler time less the time in which it waits for others. */
export const OWN_WORK = 1;
/** Size and import time of a function that does not call WeChat, as multiples of the baseline bundle's. */
export const BUNDLE = 1.15;
/** By the clock a search may take as long as so many Queries that read what it finds. */
export const SEARCH = 2;
/** Requests at a time when one process's throughput is measured. */
export const AT_ONCE = 16;
/** Milliseconds from a call to its eater's WebSocket, on one machine. */
export const LIVE = 1_000;

export const readByKey: Budget = { inSequence: 1, reason: 'read; the request names all keys' };
export const readForCaller: Budget = { inSequence: 2, reason: 'read; whose it is only the session says' };
export const readByBoardKey: Budget = { inSequence: 2, reason: 'read; which stall it is only the key says' };
export const oneWrite: Budget = { inSequence: 2, reason: 'write; the session first' };
export const fetching: Budget = { inSequence: 3, reason: 'write; session, proposal, number' };
export const taking: Budget = {
  inSequence: 3,
  reason: 'write; session, stall and queue, then the proposal, then number and guard',
};
export const callingNext: Budget = {
  inSequence: 2,
  reason: 'write; the queue with the session, where the stall is named',
};
export const takingBack: Budget = { inSequence: 3, reason: 'write; session, what was done last, and back' };
export const clearing: Budget = { inSequence: 3, reason: 'write; reads what it deletes' };
export const introducing: Budget = { inSequence: 2, reason: 'write; who it is, then the connection' };
export const watching: Budget = { inSequence: 3, reason: 'write; who and what, the watch, what it missed' };
export const forgetting: Budget = { inSequence: 2, reason: 'write; reads what it deletes' };
export const userAfterWechat: Budget = {
  inSequence: 2,
  reason: 'write; after WeChat the user, then the session',
};
export const tokenForCaller: Budget = { inSequence: 2, reason: 'read; who it is, then the access_token' };
export const numberAfterWechat: Budget = {
  inSequence: 2,
  reason: 'write; after WeChat the number, then the user',
};
export const loginWithDeadCookie: Budget = {
  inSequence: 3,
  reason: 'write; the cookie, the user, the session',
};
export const everythingAtOnce: Budget = { inSequence: 1, reason: 'write; nothing to be read first' };
export const passingThrough: Budget = {
  inSequence: 2,
  reason: 'write; the attempt ends, after WeChat the session begins',
};
export const listForCaller: Budget = {
  inSequence: 2,
  reason: 'read; a Query, for those alone who are logged in',
};
export const readByPointer: Budget = {
  inSequence: 2,
  reason: 'read; where it lies only its pointer or its link says',
};
export const toldAgain: Budget = { inSequence: 2, reason: 'write; the cabinet and its command first' };
export const settling: Budget = {
  inSequence: 3,
  reason: 'write; whose command it is only the command says, then all at once',
};
export const longList = (inSequence: number, reason: string): Budget => ({
  inSequence,
  isLong: true,
  reason: `a list; ${reason}`,
});
export const noDynamoDB: Budget = { inSequence: 0, reason: 'needs no DynamoDB' };
export const hotPath: Budget = {
  inSequence: 1,
  exactly: { calls: 1, read: 1, written: 0 },
  reason: 'the hot path: one call, two reads of 0.5, no write',
};
export const poll: Budget = {
  inSequence: 1,
  exactly: { calls: 1, read: 2, written: 0 },
  reason: 'what phones ask again and again: one call, session and user, no write',
};
export const cabinetReport: Budget = {
  inSequence: 2,
  exactly: { calls: 2, read: 1, written: 4 },
  reason: 'write; the cabinet first. It comes day and night: one read, two items written',
};
export const information = (reason: string): Budget => ({ reason: `for information: ${reason}` });

/** Whether a case's requests to DynamoDB are not within its budget. */
export const isOverCalls = ({ budget, ...row }: CallRow): boolean => {
  if (budget.inSequence !== undefined && row.inSequence > budget.inSequence) return true;
  const { calls, read, written } = budget.exactly ?? row;
  return row.calls !== calls || row.read !== read || row.written !== written;
};

/** Whether a case's own work, the SDK's share aside, is more than the budget. */
export const isOverWork = ({ budget, own, sdk }: CallRow): boolean =>
  limitsWork(budget) && own - sdk > OWN_WORK;

/** Whether a case's own work has a limit. */
export const limitsWork = ({ inSequence, isLong = false }: Budget): boolean =>
  inSequence !== undefined && !isLong;

/** Whether a search takes longer than the budget. */
export const isOverSearch = ({ hasBudget, toFound }: SearchRow): boolean => hasBudget && toFound > SEARCH;

/** Whether a bundle is over the budget. One that calls WeChat has none: the HTTP client alone exceeds it. */
export const isOverBundle = ({ hasWechat, sizeRatio, cpuRatio }: BundleRow): boolean =>
  !hasWechat && (sizeRatio > BUNDLE || cpuRatio > BUNDLE);

/** Whether a call took too long to reach everyone who waited for it, if only once. */
export const isOverLive = ({ max }: LiveRow): boolean => max > LIVE;

/** Whether a query can be asked too seldom, beside a plain `hungry`. */
export const isOverThroughput = ({ budget, ratio }: ThroughputRow): boolean =>
  budget !== undefined && ratio < budget;
