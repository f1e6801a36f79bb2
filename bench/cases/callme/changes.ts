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
type Audience = { eaters: number; displays?: number; hasMessage?: boolean; every?: number };

const [EATERS] = DEMO_APPS;
const nobodyWaits = information('nobody waits for its answer');

/** What the table's stream tells: a number is called. */
export const changeCases = ({ watched }: Canteen): Promise<Case>[] =>
  (
    [
      ['call, 1 watcher', { eaters: 1 }],
      ['call, 200 watchers', { eaters: 200, every: 10 }],
      ['call, 1 watcher, 2 displays', { eaters: 1, displays: 2 }],
      ['call, 1 watcher, WeChat message', { eaters: 1, hasMessage: true }],
    ] satisfies [string, Audience][]
  ).map(([what, audience], i) => callCase(what, watched[i] as Stall, audience));

const callCase = async (
  what: string,
  stall: Stall,
  { eaters, displays = 0, hasMessage = false, every = 1 }: Audience,
): Promise<Case> => {
  const { handler } = await import('../../../functions/callme/notify.ts');
  const ticket = { sellerId: stall.sellerId, marchSn: await fetchNumber(stall) };
  if (hasMessage) await askForMessage(stall, ticket.marchSn);
  await watch(ticket, eaters, displays);
  return {
    name: '(notify)',
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
