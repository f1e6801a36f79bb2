import { createHmac } from 'node:crypto';
import { isSame } from '../hash.ts';
import { ABSENT, type Write } from '../store/store.ts';
import { MINUTE, nowSeconds } from '../time.ts';
import { signatureKey } from './keys.ts';

/** The paths by which cabinets speak to the service. */
export type CabinetPath = '/device/report' | '/device/result';

/** What proves that a request is a cabinet's. `time` is epoch milliseconds by the cabinet's clock. */
export type Proof = { deviceID: string; time: number; signature: string };

/** A request's headers and bytes, as they came. */
export type Signed = { timeText: string; path: CabinetPath; body: Uint8Array };

/** By so many seconds a cabinet's clock may be wrong. */
const DRIFT = 5 * MINUTE;

/** A cabinet's signature: HMAC-SHA256 of time, path and body, in hex, with the device's secret as it was printed. */
export const sign = (secret: string, { timeText, path, body }: Signed): string =>
  createHmac('sha256', secret).update(timeText).update(path).update(body).digest('hex');

/** Reads the time of a header, epoch seconds or milliseconds, as milliseconds. */
export const readTime = (timeText: string): number | undefined => {
  if (/^\d{10}$/.test(timeText)) return Number(timeText) * 1000;
  return /^\d{13}$/.test(timeText) ? Number(timeText) : undefined;
};

/** Whether a request is signed with this secret, about now. That its signature is new, only `using` tells. */
export const isSigned = (secret: string, { time, signature }: Proof, signed: Signed): boolean =>
  isSame(signature, sign(secret, signed)) && Math.abs(time - Date.now()) <= DRIFT * 1000;

/** The write that uses a signature up: part of the transaction that it is good for, and refused the second time. */
export const using = ({ deviceID, signature }: Proof): Write => ({
  put: signatureKey(deviceID, signature),
  // As long as its time can be within the drift, and a minute for clocks of ours that differ.
  item: { expiresAt: nowSeconds() + 2 * DRIFT + MINUTE },
  when: ABSENT,
});
