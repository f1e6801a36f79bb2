import { type Item, scan, write } from '../store/store.ts';
import { H5_TABLE, patient, type RecordId, recordKey } from './keys.ts';

/** What a measurement has whose `finger` counts as the source does, from the left hand's little finger on. */
export const COUNTED = { fromLittleFinger: true };

/** Fingers of the left hand were once counted from the thumb; the middle finger and the right hand are the same. */
const isLeft = (finger: number): boolean => finger >= 1 && finger <= 5 && finger !== 3;
const turned = (finger: number): number => 6 - finger;

const AT_ONCE = 25;

/**
 * Gives measurements of the old count the new one. Each is marked by the same write that changes it, so a run that
 * breaks is completed by another one, and a second run changes nothing; so is what an import writes meanwhile.
 * @param dryRun only counts
 * @returns how many are changed, or would be
 */
export const fixFingers = async ({ dryRun }: { dryRun: boolean }): Promise<number> => {
  const old = (await scan(H5_TABLE)).filter(isOld);
  if (dryRun) return old.length;
  let fixed = 0;
  for (let i = 0; i < old.length; i += AT_ONCE) {
    const done = await Promise.all(old.slice(i, i + AT_ONCE).map(fix));
    fixed += done.filter(Boolean).length;
  }
  return fixed;
};

const isOld = ({ pk, finger, fromLittleFinger }: Item): boolean =>
  String(pk).startsWith(patient('')) && !fromLittleFinger && isLeft(Number(finger));

const fix = async (item: Item): Promise<boolean> => {
  const finger = item.finger as number;
  const { ok } = await write({
    update: recordKey(item as RecordId),
    set: { finger: turned(finger), ...COUNTED },
    when: 'finger = :was AND attribute_not_exists(fromLittleFinger)',
    values: { ':was': finger },
  });
  return ok;
};
