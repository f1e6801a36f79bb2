import { randomUUID } from 'node:crypto';
import { transact, write } from '../store/store.ts';
import { DAY, nowSeconds } from '../time.ts';
import { countMessage } from './counts.ts';
import { messageKey } from './keys.ts';
import type { Message } from './messages.ts';

/**
 * What became of a message. It is stored, and with that the message is over:
 *
 *   | outcome  | what it means                                                      | counted as      |
 *   |----------|--------------------------------------------------------------------|-----------------|
 *   | sent     | WeChat took it                                                     | messagesSent    |
 *   | refused  | WeChat said no, and would say so again: no consent, a wrong key, … | messagesRefused |
 *   | lost     | WeChat was asked and never answered: it may have arrived           | –               |
 *   | outdated | by the time WeChat could be asked, it was no longer so             | –               |
 */
export type Outcome = 'sent' | 'refused' | 'lost' | 'outdated';

/** Seconds that a sender has for itself: longer than the function's time, so that only a dead one loses it. */
const LEASE = 150;

/**
 * Takes the lease of a message: who has it sends the message, and nobody else does.
 * @returns undefined when the message is over
 * @throws when somebody else has it
 */
export const takeMessage = async ({ ticket, occasion }: Message): Promise<string | undefined> => {
  const [own, now] = [randomUUID(), nowSeconds()];
  const taken = await write({
    update: messageKey(ticket.fetchId, occasion),
    set: { lease: own, leasedUntil: now + LEASE, expiresAt: now + DAY },
    when: 'attribute_not_exists(#outcome) AND (attribute_not_exists(leasedUntil) OR leasedUntil < :now)',
  });
  // A write whose answer was lost is repeated by the SDK, and then finds the lease that it took itself.
  if (taken.ok || taken.old?.lease === own) return own;
  if (taken.old && !taken.old.outcome) throw new Error('A message is being sent by somebody else');
  return undefined;
};

/** Ends a message: what became of it and its count are one transaction. A lease that was lost meanwhile ends nothing. */
export const endMessage = async (
  { ticket, occasion }: Message,
  lease: string,
  outcome: Outcome,
): Promise<void> => {
  const isCounted = outcome === 'sent' || outcome === 'refused';
  await transact([
    {
      update: messageKey(ticket.fetchId, occasion),
      set: { outcome },
      remove: ['lease', 'leasedUntil'],
      when: 'lease = :lease',
      values: { ':lease': lease },
    },
    ...(isCounted ? [countMessage(ticket, outcome)] : []),
  ]);
};

/** Gives the lease back: the message is still to be sent. */
export const leaveMessage = async ({ ticket, occasion }: Message, lease: string): Promise<void> => {
  await write({
    update: messageKey(ticket.fetchId, occasion),
    remove: ['lease', 'leasedUntil'],
    when: 'lease = :lease',
    values: { ':lease': lease },
  });
};
