/** Whether a value suits its kind; one function per prefix of a template's keys. */
const kinds: Record<string, (value: string) => boolean> = {
  thing: (value) => lengthOf(value) <= 20,
  number: (value) => /^[+-]?\d+(\.\d+)?$/.test(value) && digitsIn(value) <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => /^[^\p{L}\p{N}\s]{1,5}$/u.test(value),
  // Digits, letters and signs: no Chinese.
  character_string: (value) => /^(?:[A-Za-z]|\P{L}){1,32}$/u.test(value),
  time: (value) => isRange(value, clockTime, dateAndTime),
  date: (value) => isRange(value, date, dateAndTime),
  amount: (value) => /^\p{Sc}?\d+(\.\d+)?元?$/u.test(value) && digitsIn(value) <= 10,
  phone_number: (value) => /^\P{L}{1,17}$/u.test(value),
  car_number: (value) => /^[\p{sc=Han}\dA-Za-z]([\dA-Za-z]{0,6}[\p{sc=Han}\dA-Za-z])?$/u.test(value),
  // With any Chinese in it, it counts as a Chinese name.
  name: (value) => lengthOf(value) <= (/\p{sc=Han}/u.test(value) ? 10 : 20),
  phrase: (value) => /^\p{sc=Han}{1,5}$/u.test(value),
  // The listed values stand in the template, which the simulator does not know.
  enum: () => true,
  enum_string: () => true,
};

const clockTime = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
const date = /^\d{4}(年\d{1,2}月\d{1,2}日|([-/.])\d{1,2}\2\d{1,2})$/;
const dateAndTime = new RegExp(`${date.source.slice(0, -1)} ?${clockTime.source.slice(1)}`);

/** Whether `data.<key>.value` of a subscribe message keeps to the limits of the key's prefix, as in `thing5`. */
export const isValidValue = (key: string, value: unknown): value is string | number => {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const text = String(value);
  const prefix = /^([a-z_]+)\d+$/.exec(key)?.[1] ?? '';
  const suits = Object.hasOwn(kinds, prefix) ? kinds[prefix] : undefined;
  return suits !== undefined && text.trim() !== '' && !/\p{Cc}/u.test(text) && suits(text);
};

const isRange = (value: string, ...forms: RegExp[]): boolean => {
  const ends = value.split('~').map((end) => end.trim());
  const isEnd = (end: string, index: number): boolean =>
    forms.some((form) => form.test(end)) || (index === 1 && clockTime.test(end));
  return ends.length <= 2 && ends.every(isEnd);
};

/** In characters as a reader counts them, not in UTF-16 units. */
const lengthOf = (value: string): number => [...value].length;

const digitsIn = (value: string): number => value.replace(/\D/g, '').length;
