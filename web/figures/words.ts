import type { Columns } from './columns.ts';

/** What waits are told in. */
export type Unit = { name: string; seconds: number };

const SECONDS: Unit = { name: '秒 s', seconds: 1 };
const MINUTES: Unit = { name: '分 min', seconds: 60 };

/** The unit in which waits up to `most` seconds are well told. */
export const unitFor = (most: number): Unit => (most < 120 ? SECONDS : MINUTES);

/** A wait as a number of a unit: `4.2`, `12`. */
export const say = (seconds: number, unit: Unit): string => {
  const value = seconds / unit.seconds;
  return value < 10 && unit !== SECONDS ? value.toFixed(1) : String(Math.round(value));
};

/** Tells in words what a picture shows. */
export const describe = ({ columns, unit, lines, levels }: Columns): string => {
  if (columns.length === 0) return '还没有号 no numbers yet';
  const wait = (seconds: number | null) =>
    seconds === null ? '–' : `${say(seconds, MINUTES)} ${MINUTES.name}`;
  const all = [...lines, ...levels].map(({ name, seconds }) => `${name.join(' ')} ${wait(seconds)}`);
  const each = columns.map(({ name, fetched, called, waits }) => {
    const waited = waits.map((seconds, i) => `${(lines[i]?.name ?? []).join(' ')} ${wait(seconds)}`);
    return `${name}${unit && ` ${unit}`}: 取号 fetched ${fetched}, 叫号 called ${called}, 等待 wait ${waited.join(', ')}`;
  });
  return `等待 wait: ${all.join(', ')}. ${each.join('; ')}.`;
};
