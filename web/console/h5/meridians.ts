import type { Measured } from './api.ts';

/** The meridians of `c0` to `c7`. */
export const MERIDIANS = ['心包', '肝', '肾', '脾', '肺', '胃', '胆', '膀胱'] as const;

/** The strongest that a meridian can be; the weakest is −10. */
export const STRONGEST = 10;

/** The values of `c0` to `c7`. */
export const valuesOf = (measured: Measured): number[] =>
  MERIDIANS.map((_, i) => measured[`c${i}` as keyof Measured]);

/** A value with a real minus. */
export const written = (value: number): string => String(value).replace('-', '−');
