import { fixFingers } from '../lib/h5/fingers.ts';
import { importMeasurements } from '../lib/h5/import.ts';
import { shown } from '../lib/h5/measurement.ts';
import { LATEST } from '../lib/h5/period.ts';
import { listRecords } from '../lib/h5/records.ts';
import { Complaint } from '../local/complaint.ts';
import { command, type Group } from './command.ts';
import { readTextFile } from './file.ts';
import { list } from './table.ts';

const MOST_ERRORS = 20;
const MOST_LISTED = 1_000;

const importFile = command({
  usage: 'import <json>',
  summary: 'brings measurements in from a JSON file, all or none',
  details: `<json> is the path of a file with an array of measurements: record_id, openid, c0 to c7, heart_rate and created_at
are required; cid, transaction_no, app_heart_rate, finger, record_type, remark, tags and has_paid may be left out.
A record_id that is there already is changed, but keeps its remark and payment unless the file names them.`,
  run: async ({ json }) => {
    const result = await importMeasurements(await readJson(json));
    if (Array.isArray(result)) {
      const lines = result
        .slice(0, MOST_ERRORS)
        .map(({ index, field, reason }) => `  [${index}]${field && `.${field}`}: ${reason}`);
      const rest = result.length > MOST_ERRORS ? [`  and ${result.length - MOST_ERRORS} more`] : [];
      throw new Complaint(['Nothing was brought in:', ...lines, ...rest].join('\n'));
    }
    return { data: result, text: `${result.imported} measurements are brought in.` };
  },
});

const listOne = command({
  usage: 'list <openid>',
  summary: "lists a user's measurements, newest first",
  run: async ({ openid }) => {
    const page = { start: 0, end: LATEST, offset: 0, size: MOST_LISTED };
    const records = (await listRecords(openid, page)).map(shown);
    const rows = records.map((one) => [
      one.record_id,
      one.created_at,
      one.heart_rate,
      one.has_paid ? 'yes' : 'no',
      one.remark,
    ]);
    const headline = ['record_id', 'created_at', 'heart_rate', 'paid', 'remark'];
    return { data: records, text: list(headline, rows, 'There is no measurement of this openid.') };
  },
});

const fix = command({
  usage: 'fix-fingers [--dry-run]',
  summary: 'numbers the fingers of older measurements as the source project does',
  details: `Fingers of the left hand were once counted from the thumb (1) to the little finger (5); now they are counted from
the little finger to the thumb. What is changed is marked: another run changes nothing more, and completes one that
broke. What is brought in from now on has the new count. --dry-run only says how many would be changed.`,
  run: async ({ 'dry-run': isDry }) => {
    const fixed = await fixFingers({ dryRun: isDry !== undefined });
    const text = isDry ? `${fixed} measurements would be changed.` : `${fixed} measurements are changed.`;
    return { data: { fixed, dryRun: isDry !== undefined }, text };
  },
});

export const group: Group = { summary: 'The measurements of h5', commands: [importFile, listOne, fix] };

const readJson = async (file: string): Promise<unknown> => {
  const { text } = await readTextFile(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Complaint(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
};
