import { isSame } from '../../hash.ts';
import { type Key, PRESENT, write } from '../../store/store.ts';
import { type Failure, fail } from '../outcome.ts';
import { meant, type Ticket } from './ticket.ts';

/** How many wrong codes a ticket takes; after them the right one is none either, and only the stall can link it. */
const MOST = 5;

/** Holds while a ticket asks for no code, or for this one and was not guessed at too often. Its values: `codeOf`. */
export const UNLOCKED =
  '(attribute_not_exists(#code) OR (#code = :code AND (attribute_not_exists(wrongCodes) OR wrongCodes < :most)))';
export const codeOf = (ticketCode = '') => ({ ':code': ticketCode, ':most': MOST });

/**
 * Checks the code that came with a note for an open ticket. One write finds a wrong code and counts it, so that however
 * many come at once no more than five are ever told right from wrong.
 * @returns the ticket as it stands, if the code is right or there is nothing to be opened by one
 */
export const checkCode = async (
  key: Key,
  ticketId: string | undefined,
  ticketCode = '',
): Promise<Ticket | undefined | Failure> => {
  const { when, values } = meant(ticketId);
  const wrong = await write({
    update: key,
    add: { wrongCodes: 1 },
    when: [
      PRESENT,
      'attribute_not_exists(noteContent)',
      '#code <> :code',
      'attribute_exists(#code)',
      '(attribute_not_exists(wrongCodes) OR wrongCodes < :most)',
      ...when,
    ].join(' AND '),
    values: { ...codeOf(ticketCode), ...values },
  });
  if (wrong.ok) return fail('Code Error');
  const ticket = wrong.old as Ticket | undefined;
  const isOpen = !ticket?.code || (isSame(ticketCode, ticket.code) && (ticket.wrongCodes ?? 0) < MOST);
  return !isOpen && ticket?.noteContent === undefined ? fail('Code Error') : ticket;
};
