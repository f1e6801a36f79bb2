import { type Item, PRESENT, type Write, type Written, write } from '../../store/store.ts';
import { EATER } from '../callers.ts';
import { ticketKey, totalKey } from '../keys.ts';
import { Failure, fail } from '../outcome.ts';
import { link, openLinks, readLinks } from './eater.ts';
import { change, changeWith } from './history.ts';
import { checkCode, codeOf, UNLOCKED } from './proof.ts';
import { isMeant, meant, type Ticket, ticketIdOf } from './ticket.ts';

/** What an eater writes on a ticket. */
export type Note = {
  sellerId: number;
  marchSn: number;
  noteContent: string;
  user: string;
  sellerName?: string | undefined;
  subscribe?: boolean | undefined;
  /** Which ticket of the number is meant. */
  ticketId?: string | undefined;
};

/** What the stall wants to know of whoever writes a note: the code that came with it. */
export type Proof = { ticketCode?: string | undefined };

/** How many open tickets of a stall that asks for proof an eater is linked to at most. */
const MOST = 3;
const TRIES = 5;
/** What a note leaves on its ticket, besides whose it is. */
const OF_A_NOTE = ['noteContent', 'notedAt', 'sellerName', 'subscribe'];

/**
 * Links a ticket to the eater who writes its note (Q07), and counts it, both or neither. The same note once more is no
 * failure, and may ask for the message that the first one did not.
 * @param proof what the stall asks for, if it does
 * @param seen the ticket as it was read with the request, which says what to answer. It may be a moment old
 */
export const pushNote = async (
  note: Note,
  proof?: Proof,
  seen?: Ticket,
): Promise<{ ticketId?: string } | Failure> => {
  const named = note.ticketId ?? (seen && ticketIdOf(seen));
  const written = proof ? await pushWithProof(note, proof) : (await pushOnce(note, named))[0];
  if (written instanceof Failure) return written;
  // The transaction's answer has no item: which ticket it was the condition said.
  if (written?.ok) return answer(named);

  const old = written?.old as Ticket | undefined;
  if (!old || !isMeant(old, note.ticketId)) return fail('Invalid Sn Error');
  // What was read was a moment old: the number belongs to another ticket by now.
  if (!isMeant(old, named)) return pushNote(note, proof, old);
  const isOurs = old.user === note.user && old.noteContent === note.noteContent;
  if (!isOurs) return fail('Taken Error');
  if (note.subscribe && !old.subscribe) await subscribe(note, old);
  return answer(ticketIdOf(old));
};

/**
 * Takes an eater's note back: the ticket is again one without. An eater's own number from self-service stays theirs. Once
 * more is no failure.
 */
export const unnote = async (
  user: string,
  sellerId: number,
  marchSn: number,
  ticketId?: string,
): Promise<Record<string, never> | Failure> => {
  const { when, values } = meant(ticketId);
  const takeBack = (isSelfTaken: boolean): Promise<Written> =>
    change(ticketKey(sellerId, marchSn), {
      entry: { what: 'unnote', at: Date.now(), by: EATER },
      remove: OF_A_NOTE.filter((name) => !(isSelfTaken && name === 'sellerName')),
      ...(!isSelfTaken && { rename: { user: 'formerUser' } }),
      when: [
        PRESENT,
        '#user = :user',
        'attribute_exists(noteContent)',
        'attribute_not_exists(calledAt)',
        isSelfTaken ? 'attribute_exists(selfTaken)' : 'attribute_not_exists(selfTaken)',
        ...when,
      ],
      values: { ...values, ':user': user },
    });
  let written = await takeBack(false);
  if (!written.ok && written.old?.selfTaken) written = await takeBack(true);
  if (written.ok) return {};
  const old = written.old as Ticket | undefined;
  if (!old || !isMeant(old, ticketId)) return fail('Invalid Sn Error');
  return whyNotTakenBack(old, user);
};

const whyNotTakenBack = (ticket: Ticket, user: string): Record<string, never> | Failure => {
  const isOwn = ticket.user === user;
  const isDone = isOwn ? ticket.noteContent === undefined : !ticket.user && ticket.formerUser === user;
  if (isOwn && ticket.calledAt !== undefined) return fail('Called Error');
  return isDone ? {} : fail('Not Your Order Error');
};

/** Links a ticket of a stall that asks for proof: the code opens it, and an eater has three at most. */
const pushWithProof = async (note: Note, { ticketCode }: Proof): Promise<Written | Failure> => {
  const { sellerId, marchSn, user, ticketId } = note;
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const [ticket, seen] = await Promise.all([
      checkCode(ticketKey(sellerId, marchSn), ticketId, ticketCode),
      readLinks(sellerId, user),
    ]);
    if (ticket instanceof Failure) return ticket;
    const isFree = ticket?.noteContent === undefined && (ticket?.user ?? user) === user;
    if (!ticket || !isFree || !isMeant(ticket, ticketId)) return { ok: false, old: ticket };

    const links = seen.links.filter(({ fetchId }) => fetchId !== ticket.fetchId);
    const others = links.length < MOST ? links : await openLinks(sellerId, user, links);
    if (others.length >= MOST) return fail('Too Many Error');
    const [written, , linked] = await pushOnce(
      note,
      ticketIdOf(ticket),
      [link(sellerId, user, seen, ticket, others)],
      { when: [UNLOCKED], values: codeOf(ticketCode) },
    );
    if (written && (!written.ok || linked?.ok)) return written;
  }
  throw Object.assign(new Error('Too many notes of one eater at once'), { name: 'ThrottlingException' });
};

/** Writes a note and counts it. @returns the results of the ticket, of the stall's total, and of the other writes */
const pushOnce = (
  { ticketId: _, sellerId, marchSn, ...linked }: Note,
  named: string | undefined,
  others: Write[] = [],
  more: { when: string[]; values: Item } = { when: [], values: {} },
): Promise<Written[]> => {
  const which = meant(named);
  const at = Date.now();
  const push = {
    entry: { what: 'push' as const, at, by: EATER },
    set: { ...linked, notedAt: at },
    when: [
      PRESENT,
      'attribute_not_exists(noteContent)',
      '(attribute_not_exists(#user) OR #user = :user)',
      ...which.when,
      ...more.when,
    ],
    values: { ...which.values, ...more.values },
  };
  const total = { update: totalKey(sellerId), add: { noted: 1 } };
  return changeWith(ticketKey(sellerId, marchSn), push, [total, ...others]);
};

const subscribe = async ({ sellerId, marchSn }: Note, { fetchId }: Ticket): Promise<void> => {
  await write({
    update: ticketKey(sellerId, marchSn),
    set: { subscribe: true },
    when: 'fetchId = :fetchId AND attribute_not_exists(endedAt)',
    values: { ':fetchId': fetchId },
  });
};

const answer = (ticketId: string | undefined) => (ticketId === undefined ? {} : { ticketId });
