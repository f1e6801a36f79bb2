import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
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

/** Reads a stream record: one change, none, or two where a ticket took the number of one that was still open. */
export const toChanges = ({ dynamodb, userIdentity }: DynamoDBRecord): Change[] => {
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
