import { expect } from 'vitest';

/** What an answer says of which ticket it is about. */
export const WHICH = { ticketId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}$/) };
