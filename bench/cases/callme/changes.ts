import type { Consumer } from '../../../lib/callme/consumer.ts';
import { ticketKey } from '../../../lib/callme/keys.ts';
import { callTicket } from '../../../lib/callme/queue.ts';
import { saveWatch } from '../../../lib/callme/watches.ts';
import { readOne } from '../../../lib/store/store.ts';
import { putApp } from '../../../lib/wechat/apps.ts';
import { DEMO_APPS } from '../../../local/demo.ts';
import { recordOf } from '../../../tests/support/stream.ts';
import { information } from '../../budget.ts';
import { type Canteen, fetchNumber, note, type Stall, someConnection } from '../../canteen.ts';
import { someone } from '../../people.ts';
import type { Case } from '../case.ts';

/** Who is to hear of a call. */
type Audience = { eaters?: number; displays?: number; every?: number };

const [EATERS] = DEMO_APPS;
const nobodyWaits = information('nobody waits for its answer');

/** What the table's stream tells: a number is called. */
export const changeCases = ({ watched }: Canteen): Promise<Case>[] =>
  (
    [
      ['notify', 'call, 1 watcher', { eaters: 1 }],
      ['notify', 'call, 200 watchers', { eaters: 200, every: 10 }],
      ['notify', 'call, 1 watcher, 2 displays', { eaters: 1, displays: 2 }],
      ['messages', 'call, whose eater asked for a message', {}],
    ] satisfies [string, string, Audience][]
  ).map(([consumer, what, audience], i) => callCase(consumer, what, watched[i] as Stall, audience));

const callCase = async (
  consumer: string,
  what: string,
  stall: Stall,
  { eaters = 0, displays = 0, every = 1 }: Audience,
): Promise<Case> => {
  const { handler } = (await import(`../../../functions/callme/${consumer}.ts`)) as { handler: Consumer };
  const ticket = { sellerId: stall.sellerId, marchSn: await fetchNumber(stall) };
  if (consumer === 'messages') await askForMessage(stall, ticket.marchSn);
  await watch(ticket, eaters, displays);
  return {
    name: `(${consumer})`,
    what,
    budget: nobodyWaits,
    every,
    prepare: async () => {
      const record = await recordOf(ticket, () => callTicket(ticket.sellerId, ticket.marchSn));
      return () => handler({ Records: [record] });
    },
    isExpected: ({ batchItemFailures }) => (batchItemFailures as object[]).length === 0,
  };
};

const askForMessage = async (stall: Stall, marchSn: number): Promise<void> => {
  const values = { thing1: '{sellerName}', character_string2: '{marchSn}', thing3: '{noteContent}' };
  await putApp({ ...(EATERS as (typeof DEMO_APPS)[0]), callTemplate: { id: 'bench', values } });
  await note(stall, marchSn, someone(), true);
};

const watch = async (
  ticket: { sellerId: number; marchSn: number },
  eaters: number,
  displays: number,
): Promise<void> => {
  const { sellerId, marchSn } = ticket;
  const fetchId = (await readOne(ticketKey(sellerId, marchSn)))?.fetchId as string;
  const watched = (what: object) =>
    saveWatch({ sellerId, connectionId: someConnection(), framing: 'json', ...what });
  await Promise.all([
    ...Array.from({ length: eaters }, () => watched({ marchSn, fetchId })),
    ...Array.from({ length: displays }, () => watched({ isBoard: true })),
  ]);
};
