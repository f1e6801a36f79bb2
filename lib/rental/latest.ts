import type { Waiting } from './waiting.ts';

/** An attempt as its user is told of it. Times are epoch milliseconds, `uuid` is the item's. */
export type Attempt = {
  commandId: string;
  kind: Waiting['kind'];
  uuid: string;
  startedAt: number;
  expires: number;
  state: 'WAITING' | 'SUCCEEDED' | 'FAILED';
  reason?: string;
};

/** Whether a user waits for a cabinet. */
export const isTrying = ({ latest }: { latest?: Attempt }): boolean =>
  latest !== undefined && standing(latest).state === 'WAITING';

/** What a user is told of their last attempt. */
export const told = (latest: Attempt | undefined) => {
  if (!latest) return { latest: 'UNSTARTED', kind: null, reason: null, uuid: null, time: null };
  const { state, kind, reason = null, uuid, startedAt } = standing(latest);
  return { latest: state, kind, reason, uuid, time: new Date(startedAt).toISOString() };
};

/** How an attempt stands: one that waited in vain has failed. */
const standing = (attempt: Attempt): Attempt =>
  attempt.state === 'WAITING' && attempt.expires <= Date.now()
    ? { ...attempt, state: 'FAILED', reason: 'timeout' }
    : attempt;
