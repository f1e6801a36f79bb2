/** What separates letters where a text is cut: white space, and the blank of braille, which looks like it. */
const BLANKS = /^[\s\u2800]+|[\s\u2800]+$/gu;

/** Control characters, NUL among them, but for the newline. */
const CONTROL = /[\p{Cc}--\n]/v;

/** Scripts whose letters a joiner shapes. */
const SHAPED = [
  'Arab',
  'Beng',
  'Deva',
  'Gujr',
  'Guru',
  'Khmr',
  'Knda',
  'Mlym',
  'Mong',
  'Orya',
  'Sinh',
  'Taml',
  'Telu',
  'Tibt',
];

/** What nobody sees: first what is kept of it, then all the rest, bidirectional overrides among it. */
const makeUnseen = (): RegExp => {
  const shaped = `[${SHAPED.map((script) => String.raw`\p{scx=${script}}`).join('')}]`;
  const kept = [
    // A joiner between two pictures of one emoji, or two letters of such a script.
    String.raw`(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})`,
    String.raw`(?<=${shaped})[\u200C\u200D](?=${shaped})`,
    // Which form of the character before it is meant, and the letters of a flag's region after the flag.
    String.raw`(?<=[^\p{Default_Ignorable_Code_Point}\s\u2800])[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]`,
    String.raw`(?<=\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0020}-\u{E007F}]`,
  ];
  return new RegExp(String.raw`(${kept.join('|')})|\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]`, 'gv');
};

/** Made when it is first needed: a function that takes no text starts without it. */
let unseen: RegExp | undefined;

/** Whether a text holds what no text has: half an emoji, or a control character other than a newline. */
export const isBroken = (text: string): boolean => !text.isWellFormed() || CONTROL.test(text);

/** A text without what is invisible and joins nothing. */
export const visible = (text: string): string => {
  unseen ??= makeUnseen();
  return text.replaceAll(unseen, (_, kept: string | undefined) => kept ?? '');
};

/** A text as people see it: without what is invisible, and without white space at its ends. */
export const seen = (text: string): string => visible(text).replaceAll(BLANKS, '');

/** Signs that people write between the digits of a phone number. */
const SIGNS = /[\s\p{Pd}()[\]{}·.]/gu;

/** A phone number as people paste it, in plain digits: full-width digits, blanks, signs and the country's code are gone. */
export const plainNumber = (text: string): string =>
  seen(text.normalize('NFKC'))
    .replaceAll(SIGNS, '')
    .replace(/^(\+|00)86(?=\d{11}$)/, '');
