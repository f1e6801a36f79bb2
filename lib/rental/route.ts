import type { Body } from '../http/body.ts';
import { check } from '../http/fields.ts';
import { behind, type Door, openTo } from '../http/route.ts';
import { findSession } from '../session/session.ts';
import { usersDialect } from './dialect.ts';
import { credentials } from './fields.ts';
import { userKey } from './keys.ts';
import { type ErrorWord, fail } from './outcome.ts';
import { type Role, SERVICE, toUser, type User } from './users.ts';

type Credentials = { userid: string; client_session_id: string };

/** A user and a session, which must belong together. The session may be named in a header, too. */
const user: Door<Body, Credentials, { user: User }, ErrorWord> = {
  claim: async ({ headers }, said) =>
    check(credentials, { client_session_id: headers['x-client-session-id'], ...(await said) }),
  find: async ({ userid, client_session_id }, keys) => {
    const alongside = [userKey(userid), ...keys];
    const found = await findSession<Role>(SERVICE, client_session_id, { alongside });
    const { session } = found;
    const [item, ...items] = found.items;
    if (!item) return fail('invalid userid');
    if (session?.role.userid !== userid) return fail('invalid session_id');
    return { who: { user: toUser(item) }, items, session };
  },
  outcomes: ['invalid userid', 'invalid session_id'],
};

/** Makes the Lambda handler of a route that anyone may ask. */
export const openRoute = /* @__PURE__ */ openTo(usersDialect);

/** Makes the Lambda handler of a user's route. */
export const userRoute = /* @__PURE__ */ behind(usersDialect, user);
