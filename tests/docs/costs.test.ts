import { beforeAll, describe, expect, it } from 'vitest';
import type { QueryName } from '../../lib/callme/names.ts';
import { ask, eater, openCanteen, openStall, type StallFixture } from '../support/canteen.ts';
import { read } from './markdown.ts';

openCanteen();

const STALLS = 20;
const OPEN_TICKETS = 30;

let stall: StallFixture;
let sessionKey: string;
let ticket: { sellerId: number; marchSn: number };
let consumed = { reads: 0, writes: 0 };

beforeAll(async () => {
  const menuList = Array.from({ length: 20 }, (_, i) => `红烧牛肉面${i}`);
  for (let i = 0; i < STALLS; i += 1) {
    stall = await openStall({ sellerName: `麻辣香锅${i}` });
    await ask('info', { sessionKey: stall.sessionKey, menuList });
  }
  for (let i = 0; i < OPEN_TICKETS; i += 1) await ask('fetch', { sessionKey: stall.sessionKey });
  sessionKey = await eater();
  ticket = { sellerId: stall.sellerId, marchSn: OPEN_TICKETS };
  await countUnits();
});

/** Has DynamoDB say of every command what it consumed, indexes included. */
const countUnits = async () => {
  const { documents } = await import('../../lib/store/dynamodb.ts');
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

const measure = async (query: QueryName, fields: Record<string, unknown>) => {
  consumed = { reads: 0, writes: 0 };
  await ask(query, fields);
  return consumed;
};

/** What docs/costs.md says of a query. */
const documented = (query: QueryName) => {
  const row = new RegExp(`^\\| \`${query}\` +\\| +([\\d.]+) +\\| +([\\d.]+) +\\|`, 'm').exec(
    read('docs/costs.md'),
  );
  return { reads: Number(row?.[1]), writes: Number(row?.[2]) };
};

describe('docs/costs.md says what is consumed by', () => {
  const asSeller = () => ({ sessionKey: stall.sessionKey });
  const asEater = () => ({ sessionKey, ...ticket });

  it.each<[QueryName, () => Record<string, unknown>]>([
    ['seller_list', () => ({ sessionKey })],
    ['menu', asEater],
    ['push', () => ({ ...asEater(), noteContent: '红烧牛肉面两份，不要香菜，多放辣椒' })],
    ['hungry', asEater],
    ['note', asSeller],
    ['call', () => ({ ...asSeller(), ...ticket })],
    ['done', asEater],
    ['fetch', asSeller],
  ])('%s', async (query, fields) => {
    expect(await measure(query, fields())).toEqual(documented(query));
  });

  it('fetch with a requestId', async () => {
    expect(await measure('fetch', { ...asSeller(), requestId: 'press-1' })).toEqual({ reads: 2, writes: 5 });
  });
});
