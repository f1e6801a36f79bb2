import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Complaint } from '../local/complaint.ts';
import { type Decoded, decode } from './decode.ts';

const MOST_LINES = 20;
/** How the files of spreadsheets begin that are no text: zipped ones, and those of Excel before 2007. */
const WORKBOOK = /^(504b0304|d0cf11e0)/;

/**
 * Reads a text file that the operator names, however a spreadsheet or an editor saved it.
 * @throws Complaint when it cannot be read
 */
export const readTextFile = async (name: string): Promise<Decoded> => {
  const bytes = await readFile(placeOf(name)).catch(({ code }: NodeJS.ErrnoException) => {
    throw new Complaint(`${name} cannot be read (${code}).`);
  });
  if (WORKBOOK.test(bytes.toString('hex', 0, 4)))
    throw new Complaint(`${name} is a workbook: save it as CSV, in UTF-8 if there is a choice.`);
  const decoded = decode(bytes);
  if ('text' in decoded) return decoded;
  const lines = decoded.broken.slice(0, MOST_LINES).join(', ');
  const rest = decoded.broken.length > MOST_LINES ? ' and others' : '';
  throw new Complaint(
    `${name} cannot be read as a text: line ${lines}${rest} is neither UTF-8 nor GB18030. Save it as UTF-8.`,
  );
};

/**
 * Writes a text file that the operator names.
 * @throws Complaint when it cannot be written
 */
export const writeTextFile = async (name: string, text: string): Promise<void> => {
  await writeFile(placeOf(name), text).catch(({ code }: NodeJS.ErrnoException) => {
    throw new Complaint(`${name} cannot be written (${code}).`);
  });
};

/** npm runs a script in the project's folder, wherever its user is. */
const placeOf = (name: string): string => resolve(process.env.INIT_CWD ?? '', name);
