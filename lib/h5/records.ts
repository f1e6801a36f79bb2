import { type Item, PRESENT, query, readOne, write } from '../store/store.ts';
import { H5_TABLE, patient, type RecordId, recordKey, recordsBetween } from './keys.ts';
import { type Measurement, toMeasurement } from './measurement.ts';

/** A measurement as its pointer has it: whose, of when, and which generation of its share links is good. */
export type Pointer = RecordId & { generation: number };

/** Reads a pointer from its item. */
export const toPointer = ({ record_id, openid, created_at, generation = 0 }: Item): Pointer =>
  ({ record_id, openid, created_at, generation }) as Pointer;

/** The pointer, if it leads to a measurement of this user. */
export const ownRecord = (openid: string, pointer: Item | undefined): Pointer | undefined =>
  pointer?.openid === openid ? toPointer(pointer) : undefined;

/** A user's measurements from `start` to `end` (epoch seconds, both included), newest first, a page of them. */
export const listRecords = async (
  openid: string,
  { start, end, offset, size }: { start: number; end: number; offset: number; size: number },
): Promise<Measurement[]> => {
  if (start > end) return [];
  const [from, to] = recordsBetween(start, end);
  const items = await query(
    {
      TableName: H5_TABLE,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': patient(openid), ':from': from, ':to': to },
      ScanIndexForward: false,
    },
    offset + size,
  );
  return items.slice(offset).map(toMeasurement);
};

/** The measurement that a pointer leads to: they are written together. */
export const readRecord = async (record: RecordId): Promise<Measurement> =>
  toMeasurement((await readOne(recordKey(record))) as Item);

/** Notes what the user says of a measurement. */
export const setRemark = async (record: RecordId, remark: string) => {
  await change(record, { remark });
  return { record_id: record.record_id, remark };
};

/** Notes that a measurement's report is paid for. Again is no error. */
export const pay = async (record: RecordId) => {
  await change(record, { has_paid: true });
  return { record_id: record.record_id, has_paid: true };
};

const change = async (record: RecordId, set: Item): Promise<void> => {
  const { ok } = await write({ update: recordKey(record), set, when: PRESENT });
  if (!ok) throw new Error('A pointer leads to no measurement');
};
