import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Ticket } from './queue.ts';

/** What the table's stream says became of a ticket. Changes of one stall come in their order. */
export type Change = {
  /** The stream's sequence number. */
  sequence: string;
  before?: Ticket;
  after?: Ticket;
  /** It was 24 hours old: nobody ended it. */
  isExpired?: boolean;
};

/** Reads a stream record: one change, or two where a ticket took the number of an expired one not yet deleted. */
export const toChanges = ({ dynamodb, userIdentity }: DynamoDBRecord): Change[] => {
  const sequence = dynamodb?.SequenceNumber ?? '';
  const [before, after] = [dynamodb?.OldImage, dynamodb?.NewImage].map(
    (image) => image && (unmarshall(image as Parameters<typeof unmarshall>[0]) as Ticket),
  );
  if (before && after && before.fetchId !== after.fetchId) {
    return [
      { sequence, before, isExpired: true },
      { sequence, after },
    ];
  }
  const isExpired = userIdentity?.type === 'Service';
  return [{ sequence, ...(before && { before }), ...(after && { after }), isExpired }];
};

/** Sequence numbers have up to 40 digits; padded to that they compare as texts. */
export const orderOf = ({ sequence }: Change): string => sequence.padStart(40, '0');

/** The ticket that a change is about. */
export const ticketOf = ({ before, after }: Change): Ticket => (after ?? before) as Ticket;

/** Whether the stall called the number, for the first time or again. */
export const isCall = ({ before, after }: Change): boolean =>
  (after?.callCount ?? 0) > (before?.callCount ?? 0);

/** Whether the ticket is gone. */
export const isEnd = ({ after }: Change): boolean => after === undefined;
