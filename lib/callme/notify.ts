import type { DynamoDBRecord } from 'aws-lambda';
import { describeError, log } from '../log.ts';
import { post } from '../websocket.ts';
import { type Change, isCall, isEnd, isMiss, isUncall, menuIn, ticketOf, toChanges } from './changes.ts';
import { countChanges } from './counts.ts';
import { encode } from './frame.ts';
import { called, ended, menuNow, missed, type Push, queueNow, uncalled } from './pushes.ts';
import { keepPast, listStandings } from './queue.ts';
import { forgetConnection, forgetWatch, listWatches, type Watch } from './watches.ts';

/**
 * Tells everyone concerned what happened at one stall: watchers of a ticket that it was called, missed or has ended, and
 * what of that was taken back, watchers of the queue how it stands now, all of them what is sold out; then counts the
 * day, and keeps what was replaced. WeChat has no part in it: however slow it is, a push is not.
 * Repeating it is safe: a push may come twice, a change counts once.
 * @param records of one stall, in their order
 */
export const notify = async (records: DynamoDBRecord[]): Promise<void> => {
  await Promise.all([notifyOfMenu(menuIn(records)), notifyOfTickets(records.flatMap(toChanges))]);
};

/** Whoever watches anything of the stall is told once, over each connection. */
const notifyOfMenu = async (menu: ReturnType<typeof menuIn>): Promise<void> => {
  if (!menu) return;
  const watches = await listWatches(menu.sellerId);
  const connections = new Map(watches.map((watch) => [watch.connectionId, watch]));
  await tell([...connections.values()], menuNow(menu.sellerId, menu.dishes));
};

/** The same of what became of tickets. */
export const notifyOfTickets = async (changes: Change[]): Promise<void> => {
  const [first] = changes;
  if (!first) return;
  const { sellerId } = ticketOf(first);
  const watches = await listWatches(sellerId);

  // Whoever is slow keeps nobody else waiting.
  await Promise.all([tellEachChange(changes, watches), tellQueueWatchers(sellerId, watches)]);
  await Promise.all(changes.map(({ replaced }) => replaced && keepPast(replaced)));
  for (const day of Map.groupBy(changes, (change) => ticketOf(change).day).values()) await countChanges(day);
};

const tellEachChange = async (changes: Change[], watches: Watch[]): Promise<void> => {
  for (const change of changes) await tellWatchers(change, watches);
};

/** Tells those who watch the ticket; what has ended is watched no longer. */
const tellWatchers = async (change: Change, watches: Watch[]): Promise<void> => {
  const ticket = ticketOf(change);
  const concerned = watches.filter(({ fetchId }) => fetchId === ticket.fetchId);
  if (isCall(change)) await tell(concerned, called(ticket));
  if (isUncall(change)) await tell(concerned, uncalled(ticket));
  if (isMiss(change)) await tell(concerned, missed(ticket));
  if (isEnd(change)) {
    await tell(concerned, ended(ticket));
    await Promise.all(concerned.map(forgetWatch));
  }
};

const tellQueueWatchers = async (sellerId: number, watches: Watch[]): Promise<void> => {
  const concerned = watches.filter(({ marchSn }) => marchSn === undefined);
  if (concerned.length === 0) return;
  await tell(concerned, queueNow(sellerId, await listStandings(sellerId)));
};

/** Pushes to all, whatever befalls one of them: a socket that is gone is forgotten, one that fails is logged. */
const tell = async (watches: Watch[], push: Push): Promise<void> => {
  await Promise.all(
    watches.map(async ({ connectionId, framing }) => {
      try {
        const outcome = await post(connectionId, encode(push, framing));
        if (outcome === 'gone') await forgetConnection(connectionId);
      } catch (error) {
        log('warn', 'a push failed', { push: push.push, ...describeError(error) });
      }
    }),
  );
};
