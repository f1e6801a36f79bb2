import { randomKey } from '../hash.ts';
import { PRESENT, read, readOne, write } from '../store/store.ts';
import { DAY, nowSeconds } from '../time.ts';
import { pointerKey, recordKey, shareKey, userKey } from './keys.ts';
import { type Measurement, shownTime, toMeasurement } from './measurement.ts';
import { type Pointer, toPointer } from './records.ts';

const LIFETIME = 7 * DAY;

/** Makes a token by which anyone may read the report of one measurement, for 7 days or until it is revoked. */
export const share = async (record: Pointer): Promise<{ token: string; expires_at: string }> => {
  const token = randomKey();
  const expiresAt = nowSeconds() + LIFETIME;
  await write({ put: shareKey(token), item: { ...record, expiresAt } });
  return { token, expires_at: shownTime(expiresAt) };
};

/** Revokes every token that a measurement has: only those made from now on are of the next generation. */
export const endShares = async ({ record_id }: Pointer): Promise<{ record_id: number }> => {
  const { ok } = await write({ update: pointerKey(record_id), add: { generation: 1 }, when: PRESENT });
  if (!ok) throw new Error('A pointer is gone');
  return { record_id };
};

/** The measurement that a token shares and its user's name; undefined when it shares none, or no longer. */
export const findShared = async (
  token: string,
): Promise<{ measurement: Measurement; nickname: string } | undefined> => {
  const shared = (await readOne(shareKey(token))) as Pointer | undefined;
  if (!shared) return undefined;
  const [pointer, record, user] = await read([
    pointerKey(shared.record_id),
    recordKey(shared),
    userKey(shared.openid),
  ]);
  if (!pointer || !record || toPointer(pointer).generation !== shared.generation) return undefined;
  return { measurement: toMeasurement(record), nickname: (user?.nickname as string | undefined) ?? '' };
};
