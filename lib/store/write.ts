import { nowSeconds } from '../time.ts';

/** A stored item: plain attributes. `expiresAt` (epoch seconds), where there is one, ends its life. */
export type Item = Record<string, unknown>;
export type Key = { table: string; pk: string; sk?: string };

/**
 * A condition on the item as it stands, in DynamoDB's expression language. `#name` stands for the attribute `name`
 * (some names are reserved words), `:now` for the present in epoch seconds.
 */
type When = { when?: string; values?: Item };
type Put = { put: Key; item: Item } & When;
type Update = {
  update: Key;
  set?: Item;
  add?: Record<string, number>;
  remove?: string[];
  /** Attributes that go on under another name, as null where there are none: `{ user: 'formerUser' }`. */
  rename?: Record<string, string>;
  /** What is put at the end of lists, which begin with it where there are none. */
  append?: Item;
  /** Whether the item as it then is is wanted back: it takes time to be taken in. */
  returns?: true;
  /** What takes a place in lists that have it, by its index. */
  replace?: Record<string, { at: number; by: unknown }>;
} & When;
type Delete = { delete: Key } & When;

/** One conditional write. The same description serves alone and as part of a transaction. */
export type Write = Put | Update | Delete;

/**
 * Conditions on whether an item lives. DynamoDB deletes expired items late, so both look at `expiresAt` too; and one with
 * `endedAt` has ended before, and is only kept to be looked at, or to be brought back.
 */
export const PRESENT =
  '(attribute_exists(pk) AND attribute_not_exists(endedAt) AND (attribute_not_exists(expiresAt) OR expiresAt > :now))';
export const ABSENT = '(attribute_not_exists(pk) OR attribute_exists(endedAt) OR expiresAt <= :now)';

type KeyAttributes = { pk: string; sk?: string };

export const primaryKey = ({ pk, sk }: Key): KeyAttributes => (sk === undefined ? { pk } : { pk, sk });

/** Writes out a put as DynamoDB's parameters. */
export const putParameters = (one: Put) => ({
  TableName: one.put.table,
  Item: { ...one.item, ...primaryKey(one.put) },
  ...condition(one),
});

/** Writes out a delete as DynamoDB's parameters. */
export const deleteParameters = (one: Delete) => ({
  TableName: one.delete.table,
  Key: primaryKey(one.delete),
  ...condition(one),
});

/** Writes out an update as DynamoDB's parameters; attributes set or added as undefined are left alone. */
export const updateParameters = (one: Update) => {
  const set = defined(one.set);
  const add = defined(one.add);
  const append = defined(one.append);
  const renamed = Object.entries(one.rename ?? {});
  const replaced = Object.entries(one.replace ?? {});
  const clause = (word: string, parts: string[]) => (parts.length > 0 ? [`${word} ${parts.join(', ')}`] : []);
  const UpdateExpression = [
    ...clause('SET', [
      ...set.map(([name]) => `#${name} = :${name}`),
      ...renamed.map(([name, other]) => `#${other} = if_not_exists(#${name}, :nothing)`),
      ...append.map(([name]) => `#${name} = list_append(if_not_exists(#${name}, :none), :${name})`),
      ...replaced.map(([name, { at }]) => `#${name}[${at}] = :${name}`),
    ]),
    ...clause(
      'ADD',
      add.map(([name]) => `#${name} :${name}`),
    ),
    ...clause(
      'REMOVE',
      [...(one.remove ?? []), ...renamed.map(([name]) => name)].map((name) => `#${name}`),
    ),
  ].join(' ');
  const changed = {
    ...Object.fromEntries([...set, ...add].map(([name, value]) => [`:${name}`, value])),
    ...Object.fromEntries(append.map(([name, value]) => [`:${name}`, [value]])),
    ...Object.fromEntries(replaced.map(([name, { by }]) => [`:${name}`, by])),
    ...(renamed.length > 0 && { ':nothing': null }),
    ...(append.length > 0 && { ':none': [] }),
  };
  return {
    TableName: one.update.table,
    Key: primaryKey(one.update),
    UpdateExpression,
    ...condition(one, UpdateExpression, changed),
  };
};

const defined = (attributes: Item = {}) =>
  Object.entries(attributes).filter(([, value]) => value !== undefined);

/** The condition, and every name and value that it and the update mention. */
const condition = ({ when, values }: When, update = '', changed: Item = {}) => {
  const text = `${update} ${when ?? ''}`;
  const names = Object.fromEntries(
    Array.from(text.matchAll(/#(\w+)/g), ([alias, name]) => [alias, name as string]),
  );
  const given: Item = { ...changed, ...values, ...(text.includes(':now') && { ':now': nowSeconds() }) };
  return {
    ...(when && { ConditionExpression: when, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(given).length > 0 && { ExpressionAttributeValues: given }),
  };
};
