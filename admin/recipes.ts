import { type Imported, importDishes, listDishes } from '../lib/recipes/import.ts';
import type { Unclear } from '../lib/recipes/plan.ts';
import { removeDishes } from '../lib/recipes/removal.ts';
import { Complaint } from '../local/complaint.ts';
import { command, type Group, UsageError } from './command.ts';
import { type Fault, writeSheet } from './csv.ts';
import { readTextFile, writeTextFile } from './file.ts';
import { progress } from './progress.ts';
import { toSheet } from './recipes-columns.ts';
import { readDishes } from './recipes-csv.ts';
import { changesOf, countsOf, inSentences, listed } from './recipes-words.ts';
import { list } from './table.ts';

const MEANWHILE =
  'Somebody else changed the recipes meanwhile: nothing of this is to be seen. Try again in a moment.';
const MOST_FAULTS = 20;
const STEPS = { counts: 'counts written', catalogue: 'catalogue written' };

const importAll = command({
  usage: 'import <csv> [--remove] [--dry-run]',
  summary: 'adds the dishes of a file, and changes those that are there',
  details: `<csv> is a file as a spreadsheet saves it: UTF-8, UTF-16 or GB18030, with , ; or TAB between. Its first row names
the columns, in whatever order: name, stuff, link (or bv: the id of a video of bilibili's), difficulty, tags, methods
and tools, and perhaps id, description and myLink (an address, or a path under the deployment's media); without the
last two, what dishes have of these stays. In stuff and tools, names have 、 between. Empty rows do not count.
A row with an id is the dish of this id; one without is the dish of its name, or a new one. What was counted of a dish
is kept. All rows are checked first: a wrong one is named, and nothing is imported. It shows within 5 seconds.
--remove takes the dishes away that the file does not have. --dry-run only says what would be done.`,
  run: async ({ csv, remove, 'dry-run': isDry }) => {
    const report = progress();
    const { text, encoding } = await readTextFile(csv);
    const sheet = readDishes(text);
    if ('faults' in sheet) throw notRight(csv, encoding, sheet.faults);
    const { dishes, lines, separator } = sheet;
    report('rows checked', dishes.length, dishes.length);

    const ways = { dryRun: isDry !== undefined, remove: remove !== undefined };
    const importing = importDishes(dishes, (step, done, total) => report(STEPS[step], done, total), ways);
    const imported = await withinLimits(importing);
    if (!imported) throw new Complaint(MEANWHILE);
    if (Array.isArray(imported)) throw notRight(csv, encoding, unclearFaults(imported, lines));
    return told(csv, { encoding, separator }, imported, ways);
  },
});

const exportAll = command({
  usage: 'export [<csv>]',
  summary: 'writes all dishes with their ids as a file that import takes',
  details: `Without <csv> it prints them: npm run admin --silent -- recipes export. The file is UTF-8 with a byte order mark,
as Excel wants it, with , between. Importing it again changes nothing.`,
  run: async ({ csv }) => {
    const dishes = (await listDishes()).map(({ clicks, ...dish }) => dish);
    const text = writeSheet(toSheet(dishes));
    if (csv === undefined) return { data: dishes, text };
    await writeTextFile(csv, `${text}\r\n`);
    return { data: { exported: dishes.length }, text: `${dishes.length} dishes are written to ${csv}.` };
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
  details: 'What was counted of it is kept: importing a dish of the same id or name brings it back.',
  run: async ({ id: word }) => {
    if (!/^\d{1,9}$/.test(word)) throw new UsageError(`"${word}" is no id of a dish`);
    const [removed] = await removeDishes([Number(word)]);
    if (!removed) throw new Complaint(`There is no dish ${word}: recipes list shows those that there are.`);
    const { id, name } = removed;
    return { data: { id, name }, text: `Dish ${id} (${name}) is removed.` };
  },
});

export const group: Group = {
  summary: 'The dishes of recipes',
  commands: [importAll, exportAll, listAll, remove],
};

/** What an import did, or would do, in words and as JSON. */
const told = (
  csv: string,
  form: { encoding: string; separator: string },
  imported: Imported,
  ways: { dryRun: boolean; remove: boolean },
) => {
  const read = `${csv} is read as ${form.encoding}, with ${form.separator === '\t' ? 'TAB' : form.separator} between.`;
  const changes = changesOf(imported, ways);
  if (ways.dryRun)
    return { data: { dryRun: true, ...form, ...changes }, text: `${read}\n${listed(changes)}` };
  const data = { ...form, ...countsOf(changes), categories: imported.categories.length };
  return { data, text: `${read}\n${inSentences(data)}` };
};

/** The complaint that names every line that is wrong, the first 20 of them. */
const notRight = (csv: string, encoding: string, faults: Fault[]): Complaint => {
  const lines = faults.slice(0, MOST_FAULTS).map(({ line, reason }) => `  line ${line}: ${reason}`);
  const rest = faults.length > MOST_FAULTS ? [`  and ${faults.length - MOST_FAULTS} more`] : [];
  return new Complaint(
    [`Nothing is imported, because ${csv}, read as ${encoding}, is not right:`, ...lines, ...rest].join('\n'),
  );
};

const unclearFaults = (unclear: Unclear[], lines: number[]): Fault[] =>
  unclear
    .flatMap(({ rows, name, ids }) =>
      rows.map((row) => ({
        line: lines[row] as number,
        reason: `${ids.length > 1 ? `the dishes ${ids.join(', ')} are` : `the dish ${ids[0]} is`} called ${name}: say which one this is, or that it is a new one, in a column id. recipes export writes the ids`,
      })),
    )
    .sort((a, b) => a.line - b.line);

/** Says a catalogue that is too large in a sentence. */
const withinLimits = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RangeError) throw new Complaint(`${error.message}: import fewer dishes.`);
    throw error;
  }
};
