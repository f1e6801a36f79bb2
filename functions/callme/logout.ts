import { visitor } from '../../lib/callme/callers.ts';
import { query } from '../../lib/callme/query.ts';
import { endSession } from '../../lib/session/session.ts';

/** Ends the caller's session. */
export const handler = query('logout', {
  who: visitor,
  answer: async ({ caller }) => {
    await endSession(caller);
    return {};
  },
});
