import type { Item } from '../store/store.ts';

/** The meridians that are measured, by the names of their values. */
export const MERIDIANS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'] as const;
export type Meridian = (typeof MERIDIANS)[number];

/**
 * A measurement. `c0` to `c7` lie between −10 (weak) and 10 (strong), heart rates are beats a minute, `finger` is 1 to 5
 * for the left hand from the little finger to the thumb, 6 to 10 for the right from the thumb to the little finger, 0
 * unknown; `created_at` is in epoch seconds.
 */
export type Measurement = Record<Meridian, number> & {
  record_id: number;
  openid: string;
  cid: number;
  transaction_no: string;
  heart_rate: number;
  app_heart_rate: number;
  finger: number;
  record_type: number;
  remark: string;
  created_at: number;
  tags: string[];
  has_paid: boolean;
};

/** Reads a measurement from its item; a remark and a payment may never have been written. */
export const toMeasurement = (item: Item): Measurement =>
  ({ remark: '', has_paid: false, ...item }) as unknown as Measurement;

/** A time as answers have it: ISO 8601, in UTC. */
export const shownTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** What was measured: the same in a list and in a report. */
export const measured = (one: Measurement) => ({
  ...(Object.fromEntries(MERIDIANS.map((name) => [name, one[name]])) as Record<Meridian, number>),
  heart_rate: one.heart_rate,
  app_heart_rate: one.app_heart_rate,
  finger: one.finger,
  record_type: one.record_type,
});

/** A measurement as a list shows it, its fields in the order of the source document. */
export const shown = (one: Measurement) => ({
  record_id: one.record_id,
  cid: one.cid,
  transaction_no: one.transaction_no,
  ...measured(one),
  remark: one.remark,
  created_at: shownTime(one.created_at),
  tags: one.tags,
  has_paid: one.has_paid,
  show_full_report: one.has_paid,
});
