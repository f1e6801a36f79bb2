import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from './child.ts';
import { Complaint } from './complaint.ts';
import { whyTaken } from './ports.ts';

/** Where the embedded servers keep their data, and the folder that says how far each consumer has read the stream. */
export type Data = { dynamodb: string; s3: string; streams: string };

/** Who uses a data directory, or used it last. */
type Owner = { pid: number; port: number };

/**
 * Prepares the directory that keeps the data of this start and the next ones, and empties it if asked.
 * @param port of the HTTP API: tells others who uses the directory
 * @throws Complaint when another `npm start` uses it
 */
export const openData = async (
  directory: string,
  { fresh, port }: { fresh: boolean; port: number },
): Promise<Data> => {
  const data = {
    dynamodb: join(directory, 'dynamodb'),
    s3: join(directory, 's3'),
    streams: join(directory, 'streams'),
  };
  const note = join(directory, 'started.json');
  const owner = await readOwner(note);
  if (owner && (await isInUse(owner))) {
    throw new Complaint(
      `A start with port ${owner.port} (process ${owner.pid}) uses the data in ${directory}: stop it, ` +
        'or give this one a place of its own with `npm start -- --data <dir>`.',
    );
  }
  if (fresh) await Promise.all(Object.values(data).map((path) => rm(path, { recursive: true, force: true })));
  await Promise.all(Object.values(data).map((path) => mkdir(path, { recursive: true })));
  await writeFile(note, JSON.stringify({ pid: process.pid, port } satisfies Owner));
  return { ...data, dynamodb: join(data.dynamodb, 'tables.sqlite') };
};

const readOwner = async (note: string): Promise<Owner | undefined> => {
  try {
    return JSON.parse(await readFile(note, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
};

/** Process ids come round again, so that one of its ports must be in use too. */
const isInUse = async ({ pid, port }: Owner): Promise<boolean> => {
  if (!isRunning(pid)) return false;
  const reasons = await Promise.all([port, port + 3, port + 5].map(whyTaken));
  return reasons.some((reason) => reason !== undefined);
};
