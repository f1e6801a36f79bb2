/** Capacity units that a command consumed: of reading, of writing. */
export type Capacity = { read: number; written: number; isAssumed: boolean };

type Consumed = { CapacityUnits?: number };

const READS = /^(BatchGet|Get|Query|Scan)/;

/**
 * The capacity of one command as DynamoDB reports it, indexes included. For a write that a condition refused it
 * charges but reports nothing: one unit is assumed, in a transaction two per write, as for items of up to 1 KB.
 */
export const capacityOf = (commandName: string, input: object, reported: unknown): Capacity => {
  const parts = [reported ?? []].flat() as Consumed[];
  const units = parts.reduce((total, { CapacityUnits = 0 }) => total + CapacityUnits, 0);
  if (READS.test(commandName)) return { read: units, written: 0, isAssumed: false };
  if (reported) return { read: 0, written: units, isAssumed: false };
  const { TransactItems } = input as { TransactItems?: unknown[] };
  return { read: 0, written: TransactItems ? 2 * TransactItems.length : 1, isAssumed: true };
};
