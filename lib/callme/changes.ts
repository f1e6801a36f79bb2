import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { MENU, sellerIdOf } from './keys.ts';
import type { Dish } from './menu.ts';
import { isEnded, type Ticket } from './queue.ts';

/**
 * What the table's stream says became of a ticket, as long as it is open: one that has ended is not there, though it is
 * kept. Changes of one stall come in their order.
 */
export type Change = {
  /** The stream's sequence number. */
  sequence: string;
  before?: Ticket;
  after?: Ticket;
  /** Its time was over, or its number was given out again: nobody ended it. */
  isExpired?: boolean;
  /** It had ended, and was brought back. */
  isReturn?: boolean;
  /** The ticket whose number this one got, as it was last. */
  replaced?: Ticket;
};

/** Reads a stream record: one change of a ticket, none, or two where a ticket took the number of one that was still open. */
export const toChanges = (record: DynamoDBRecord): Change[] => {
  if (isOfMenu(record)) return [];
  const { dynamodb, userIdentity } = record;
  const sequence = dynamodb?.SequenceNumber ?? '';
  const [old, now] = [dynamodb?.OldImage, dynamodb?.NewImage].map(
    (image) => image && (unmarshall(image as Parameters<typeof unmarshall>[0]) as Ticket),
  );
  if (old && now && old.fetchId !== now.fetchId) {
    return [
      ...(isEnded(old) ? [] : [{ sequence, before: old, isExpired: true }]),
      { sequence, after: now, replaced: old },
    ];
  }
  const [before, after] = [openOnly(old), openOnly(now)];
  if (!before && !after) return [];
  const isExpired = userIdentity?.type === 'Service';
  const isReturn = old !== undefined && !before;
  return [{ sequence, ...(before && { before }), ...(after && { after }), isExpired, isReturn }];
};

/** What the latest of the records says that a stall's menu is; undefined when none is of a menu. */
export const menuIn = (records: DynamoDBRecord[]): { sellerId: number; dishes: Dish[] } | undefined => {
  const { dynamodb } = records.findLast(isOfMenu) ?? {};
  if (!dynamodb?.NewImage) return undefined;
  const { pk, dishes } = unmarshall(dynamodb.NewImage as Parameters<typeof unmarshall>[0]);
  return { sellerId: sellerIdOf(pk as string), dishes: dishes as Dish[] };
};

const isOfMenu = ({ dynamodb }: DynamoDBRecord): boolean => dynamodb?.Keys?.sk?.S === MENU;

/** Sequence numbers have up to 40 digits; padded to that they compare as texts. */
export const orderOf = ({ sequence }: Change): string => sequence.padStart(40, '0');

/** The ticket that a change is about. */
export const ticketOf = ({ before, after }: Change): Ticket => (after ?? before) as Ticket;

/** Whether the stall called the number, for the first time or again. */
export const isCall = ({ before, after, isReturn }: Change): boolean =>
  !isReturn && (after?.callCount ?? 0) > (before?.callCount ?? 0);

/** Whether the stall took its call back. */
export const isUncall = ({ before, after }: Change): boolean =>
  before?.calledAt !== undefined && after !== undefined && after.calledAt === undefined;

/** Whether the stall put the number aside, because nobody came. */
export const isMiss = ({ before, after }: Change): boolean =>
  before !== undefined && before.missedAt === undefined && after?.missedAt !== undefined;

/** Whether the ticket is gone. */
export const isEnd = ({ after }: Change): boolean => after === undefined;

const openOnly = (ticket: Ticket | undefined): Ticket | undefined =>
  ticket && !isEnded(ticket) ? ticket : undefined;
