import type { Imported } from '../lib/recipes/import.ts';

type Named = { id: number; name: string };

/** What an import changes. `unchanged` are dishes of the file, `untouched` those that it does not have and that stay. */
export type Changes = {
  added: Named[];
  changed: (Named & { fields: string[] })[];
  removed: Named[];
  unchanged: number;
  untouched: number;
};

const MOST_LISTED = 20;

/** Reads off a plan what it changes. */
export const changesOf = (plan: Imported, { remove }: { remove: boolean }): Changes => {
  const { added, changed, unchanged, others } = plan;
  const named = ({ id, name }: Named) => ({ id, name });
  return {
    added: added.map(named),
    changed: changed.map(({ dish, fields }) => ({ ...named(dish), fields })),
    removed: remove ? others.map(named) : [],
    unchanged: unchanged.length,
    untouched: remove ? 0 : others.length,
  };
};

/** The same in numbers. `imported` are all dishes of the file. */
export const countsOf = ({ added, changed, removed, unchanged, untouched }: Changes) => ({
  imported: added.length + changed.length + unchanged,
  added: added.length,
  changed: changed.length,
  unchanged,
  removed: removed.length,
  untouched,
});

/** What an import did. */
export const inSentences = (counts: ReturnType<typeof countsOf> & { categories: number }): string => {
  const { imported, added, changed, unchanged, removed, untouched, categories } = counts;
  const others = removed > 0 ? `${removed} others are removed.` : `${untouched} others stay as they are.`;
  return `${imported} dishes are imported: ${added} new, ${changed} changed, ${unchanged} as they were. ${others}
There are ${categories} categories.`;
};

/** What an import would do, dish by dish. */
export const listed = ({ added, changed, removed, unchanged, untouched }: Changes): string => {
  const lines = (what: string, dishes: (Named & { fields?: string[] })[]) => [
    `It would ${what} ${dishes.length}${dishes.length > 0 ? ':' : '.'}`,
    ...dishes
      .slice(0, MOST_LISTED)
      .map(({ id, name, fields }) => `  ${id} ${name}${fields ? ` (${fields.join(', ')})` : ''}`),
    ...(dishes.length > MOST_LISTED ? [`  and ${dishes.length - MOST_LISTED} more`] : []),
  ];
  const stay = `${unchanged} of the file are as they are; ${untouched} that it does not have stay, unless --remove is given.`;
  return [...lines('add', added), ...lines('change', changed), ...lines('remove', removed), stay].join('\n');
};
