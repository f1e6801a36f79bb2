import type { ReportItem } from '../engine.ts';
import { MERIDIANS, type Measurement, type Meridian } from '../measurement.ts';

/** What rules look at: the meridians, their mean, the span between weakest and strongest, and the heart rate. */
export type Feature = Meridian | 'mean' | 'span' | 'heart_rate';

/** Holds from `from` on, and below `below`. */
export type Range = { from?: number; below?: number };

/** A piece of a report, and when it is said: all ranges hold. Without any it is always said. */
export type Rule = ReportItem & { when: Partial<Record<Feature, Range>> };

/** The rules of a part of the report, and what stands there when none of them applies. */
export type Section = { rules: Rule[]; otherwise: ReportItem };

export type Features = Record<Feature, number>;

/** What the rules look at in a measurement. */
export const featuresOf = (measurement: Measurement): Features => {
  const values = MERIDIANS.map((name) => measurement[name]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { ...measurement, mean, span: Math.max(...values) - Math.min(...values) };
};

/** What a section says of a measurement: at least one piece. */
export const apply = ({ rules, otherwise }: Section, features: Features): [ReportItem, ...ReportItem[]] => {
  const [first = otherwise, ...more] = rules.filter(({ when }) => holds(when, features)).map(toItem);
  return [toItem(first), ...more];
};

const holds = (when: Rule['when'], features: Features): boolean =>
  Object.entries(when).every(([name, { from = -Infinity, below = Infinity }]) => {
    const value = features[name as Feature];
    return value >= from && value < below;
  });

const toItem = ({ key, label, content }: ReportItem): ReportItem => ({ key, label, content });
