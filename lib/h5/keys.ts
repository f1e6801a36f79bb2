import { setting } from '../env.ts';
import { sha256 } from '../hash.ts';
import type { Key } from '../store/store.ts';

/** The keys of the h5 table; `resources/tables.yml` says who reads what. */
export const H5_TABLE = setting('H5_TABLE');

/** Which measurement, and whose. `created_at` is in epoch seconds. */
export type RecordId = { record_id: number; openid: string; created_at: number };

const key = (pk: string, sk: string): Key => ({ table: H5_TABLE, pk, sk });

const CREATED_DIGITS = 12;
const ID_DIGITS = 10;

export const attemptKey = (state: string): Key => key(`login#${sha256(state)}`, 'login');
export const cookieKey = (sid: string): Key => key(`cookie#${sha256(sid)}`, 'cookie');
export const userKey = (openid: string): Key => key(`user#${openid}`, 'user');
export const pointerKey = (recordId: number): Key => key(`record#${recordId}`, 'record');
export const shareKey = (token: string): Key => key(`share#${sha256(token)}`, 'share');
export const messageKey = (parts: string[]): Key =>
  key(`message#${sha256(JSON.stringify(parts))}`, 'message');

export const patient = (openid: string): string => `patient#${openid}`;
export const recordKey = ({ record_id, openid, created_at }: RecordId): Key =>
  key(patient(openid), `${createdAt(created_at)}#${String(record_id).padStart(ID_DIGITS, '0')}`);

/** The sort keys of a patient's measurements from one second to another, both included. */
export const recordsBetween = (start: number, end: number): [string, string] => [
  `${createdAt(start)}#`,
  // Sorts behind every id.
  `${createdAt(end)}#~`,
];

const createdAt = (seconds: number): string => `record#${String(seconds).padStart(CREATED_DIGITS, '0')}`;
