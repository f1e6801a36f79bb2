import { documents } from '../../lib/store/dynamodb.ts';
import { read } from './markdown.ts';

/** DynamoDB's request units: of reading, of writing. */
export type Units = { reads: number; writes: number };

let consumed: Units = { reads: 0, writes: 0 };

/** Has DynamoDB say of every command what it consumed, indexes included. */
export const countUnits = (): void => {
  documents.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
        const result = await next(args);
        const { ConsumedCapacity } = result.output as { ConsumedCapacity?: { CapacityUnits: number } | [] };
        const units = [ConsumedCapacity ?? []]
          .flat()
          .reduce((sum, { CapacityUnits }: { CapacityUnits: number }) => sum + CapacityUnits, 0);
        consumed[/Put|Update|Delete|Write/.test(commandName) ? 'writes' : 'reads'] += units;
        return result;
      },
    { step: 'initialize', name: 'units' },
  );
};

/** The units that a moment's work consumes. */
export const during = async (act: () => Promise<unknown>): Promise<Units> => {
  consumed = { reads: 0, writes: 0 };
  await act();
  return consumed;
};

/** What docs/costs.md says in the row that begins with these words. */
export const documented = (row: string): Units => {
  const [, reads, writes] = rows().find(([name]) => name === row) ?? [];
  return { reads: Number(reads), writes: Number(writes) };
};

/** The rows of all tables of docs/costs.md, as the text of their cells. */
export const rows = (): string[][] =>
  read('docs/costs.md')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map((cells) => cells.slice(1, -1));
