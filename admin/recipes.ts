import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { importDishes, listDishes, removeDish } from '../lib/recipes/import.ts';
import { Complaint } from '../local/complaint.ts';
import { command, type Group, UsageError } from './command.ts';
import { progress } from './progress.ts';
import { readDishes } from './recipes-csv.ts';
import { list } from './table.ts';

const MEANWHILE =
  'Somebody else changed the recipes meanwhile: nothing of this is to be seen. Try again in a moment.';

const importAll = command({
  usage: 'import <csv>',
  summary: 'adds the dishes of a file, or changes those that are there',
  details: `<csv> is a file in UTF-8 with the columns name, stuff, link (or bv: the id of a video of bilibili's), difficulty,
tags, methods and tools, in whatever order: the first line names them. In stuff and tools, names have 、 between.
It may have the columns description and myLink (an address, or a path under the deployment's media); without them,
what dishes have of these stays.
The dish of the first row gets the id 2000, the next one 2001. Importing again changes the dishes of these ids and
keeps what was counted of them; dishes with higher ids stay. All rows are checked first: a wrong one is named, and
nothing is imported. It shows within 5 seconds.`,
  run: async ({ csv }) => {
    const report = progress();
    const dishes = await readFrom(csv);
    report('rows checked', dishes.length, dishes.length);
    const imported = await withinLimits(
      importDishes(dishes, (step, done, total) => report(STEPS[step], done, total)),
    );
    if (!imported) throw new Complaint(MEANWHILE);
    const { added, changed, untouched, categories } = imported;
    const text = `${dishes.length} dishes are imported: ${added} new, ${changed} that were there. ${untouched} others stay as they are.
There are ${categories.length} categories.`;
    const data = { imported: dishes.length, added, changed, untouched, categories: categories.length };
    return { data, text };
  },
});

const listAll = command({
  usage: 'list',
  summary: 'lists the dishes with their clicks',
  run: async () => {
    const dishes = (await listDishes()).map(({ id, name, clicks }) => ({ id, name, clicks }));
    const rows = dishes.map(({ id, name, clicks }) => [id, name, clicks]);
    const text = list(['id', 'name', 'clicks'], rows, 'There is no dish yet: recipes import brings some.');
    return { data: dishes, text };
  },
});

const remove = command({
  usage: 'remove <id>',
  summary: 'takes a dish from the lists',
  details: 'What was counted of it is kept: importing a dish of the same id brings it back.',
  run: async ({ id: word }) => {
    if (!/^\d{1,9}$/.test(word)) throw new UsageError(`"${word}" is no id of a dish`);
    const removed = await removeDish(Number(word));
    if (removed === 'conflict') throw new Complaint(MEANWHILE);
    if (removed === 'unknown')
      throw new Complaint(`There is no dish ${word}: recipes list shows those that there are.`);
    const { id, name } = removed;
    return { data: { id, name }, text: `Dish ${id} (${name}) is removed.` };
  },
});

export const group: Group = { summary: 'The dishes of recipes', commands: [importAll, listAll, remove] };

const STEPS = { counts: 'counts written', catalogue: 'catalogue written' };

/** @throws Complaint that names the file, or every line that is wrong */
const readFrom = async (csv: string) => {
  // npm runs a script in the project's folder, wherever its user is.
  const path = resolve(process.env.INIT_CWD ?? '', csv);
  const bytes = await readFile(path).catch(({ code }: NodeJS.ErrnoException) => {
    throw new Complaint(`${csv} cannot be read (${code}).`);
  });
  const read = readDishes(bytes);
  if ('dishes' in read) return read.dishes;
  const lines = read.faults.map(({ line, reason }) => `  line ${line}: ${reason}`);
  throw new Complaint([`Nothing is imported, because ${csv} is not right:`, ...lines].join('\n'));
};

/** Says a catalogue that is too large in a sentence. */
const withinLimits = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RangeError) throw new Complaint(`${error.message}: import fewer dishes.`);
    throw error;
  }
};
