import { randomBytes } from 'node:crypto';

/** What became of a code that somebody tried to redeem. */
export type Redemption<Grant> =
  | { outcome: 'granted'; grant: Grant }
  | { outcome: 'unknown' | 'foreign' | 'used' | 'expired' };

/** Codes that a mini-program or a web page gets of its user, and its backend exchanges once. */
export type Codes<Grant> = {
  issue(appid: string, grant: Grant): string;
  redeem(code: string, appid: string): Redemption<Grant>;
};

type Issued<Grant> = { appid: string; grant: Grant; issuedAt: number; used: boolean };

const lifetimeMs = 5 * 60_000;
// A dead code is remembered a while, so that a second use is told from a code that never was.
const memoryMs = 2 * lifetimeMs;

/**
 * Codes of one kind: single-use, dead after 5 minutes, valid for the appid they were issued to.
 * `length` counts hex digits: 32 for wx.login and web pages, 64 for phone numbers.
 */
export const createCodes = <Grant>(now: () => number, length: 32 | 64): Codes<Grant> => {
  const codes = new Map<string, Issued<Grant>>();

  return {
    issue(appid, grant) {
      forgetOld(codes, now() - memoryMs);
      const code = randomBytes(length / 2).toString('hex');
      codes.set(code, { appid, grant, issuedAt: now(), used: false });
      return code;
    },

    redeem(code, appid) {
      const issued = codes.get(code);
      if (!issued) return { outcome: 'unknown' };
      if (issued.appid !== appid) return { outcome: 'foreign' };
      if (issued.used) return { outcome: 'used' };
      if (now() - issued.issuedAt >= lifetimeMs) return { outcome: 'expired' };
      issued.used = true;
      return { outcome: 'granted', grant: issued.grant };
    },
  };
};

/** A Map keeps the order of insertion, so the oldest come first. */
const forgetOld = (codes: Map<string, { issuedAt: number }>, before: number): void => {
  for (const [code, { issuedAt }] of codes) {
    if (issuedAt >= before) return;
    codes.delete(code);
  }
};
