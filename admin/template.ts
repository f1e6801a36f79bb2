import type { Template } from '../lib/wechat/apps.ts';
import { UsageError } from './command.ts';
import { readName } from './given.ts';

/** A key of a subscribe message's template, as WeChat numbers them: `thing1`. */
const KEY =
  /^(thing|number|letter|symbol|character_string|time|date|amount|phone_number|car_number|name|phrase|enum|enum_string)\d+$/;
/** What a text of the message may speak of, in braces. */
export const WORDS = ['sellerName', 'marchSn', 'noteContent', 'counter', 'ahead'];

/** What a message is of, as its options begin: `--call-template`, `--near-values`. */
type Occasion = 'call' | 'near';

/**
 * A message as the options change it; undefined when there is to be none.
 * @throws UsageError that says what is wrong with them
 */
export const readTemplate = (
  occasion: Occasion,
  known: Template | undefined,
  template: string | undefined,
  values: string | undefined,
): Template | undefined => {
  if (template === '' && values === undefined) return undefined;
  const changed = {
    ...known,
    ...(template !== undefined && { id: readName('template id', template) }),
    ...(values !== undefined && { values: readValues(values) }),
  };
  if (changed.id && changed.values) return changed as Template;
  if (!changed.id && !changed.values) return undefined;
  throw new UsageError(`--${occasion}-${changed.id ? 'values' : 'template'} is missing: they go together`);
};

/** Reads `thing1={sellerName},character_string2={marchSn}`. */
const readValues = (given: string): Template['values'] => {
  const pairs = given.split(',').map((pair): [string, string] => {
    const [, key = '', text = ''] = /^([^=]*?) *=(.*)$/s.exec(pair.trim()) ?? [];
    if (!text.trim())
      throw new UsageError(`"${pair.trim()}" is no text for a key, such as thing1={sellerName}`);
    if (!KEY.test(key)) throw new UsageError(`"${key}" is no key of a template, such as thing1`);
    const unknown = text.match(/\{[^}]*\}?/g)?.find((word) => !WORDS.some((known) => word === `{${known}}`));
    if (unknown) throw new UsageError(`"${unknown}" is none of the words ${WORDS.join(', ')}`);
    return [key, text.trim()];
  });
  const values = Object.fromEntries(pairs);
  const twice = pairs.find(([key], i) => pairs.findIndex(([other]) => other === key) < i);
  if (twice) throw new UsageError(`The key ${twice[0]} has two texts`);
  return values;
};
