import * as z from 'zod/mini';
import { type Caller, SELLER_APP, userOf, visitor } from '../../lib/callme/callers.ts';
import { personName, sellerName, telNum, term } from '../../lib/callme/fields.ts';
import { fail, type Outcome } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { bind, type Enrolment, enrol, findEnrolment, isMobileNumber } from '../../lib/callme/sellers.ts';
import { required } from '../../lib/http/fields.ts';
import { changeRole } from '../../lib/session/session.ts';

type Names = { sellerName: string; personName: string | undefined };

/** Q11: without `sellerName` an administrator enrols a stall, with it a user of the sellers' app binds one. */
export const handler = query('signup', {
  who: visitor,
  fields: {
    tellNum: z.optional(telNum),
    telNum: z.optional(telNum),
    term: z._default(term, 1),
    sellerName: z.optional(sellerName),
    personName: z.optional(personName),
  },
  outcomes: [
    'Not Admin Error',
    'Seller Openid Error',
    'Invalid Tel Error',
    'Need Renew Error',
    'Taken Error',
  ],
  alongside: async ({ tellNum, telNum = tellNum }) =>
    telNum === undefined ? undefined : findEnrolment(telNum),
  answer: ({ caller, fields: { sellerName, personName, term }, alongside: found }) =>
    sellerName === undefined
      ? enrolStall(caller, found, term)
      : bindStall(caller, found, { sellerName, personName }),
});

/** Enrols the stall of a phone number. Again is no error, as long as nobody has bound it. */
const enrolStall = async (caller: Caller, found: Enrolment | undefined, term: number): Promise<Outcome> => {
  if (!caller.role.admin) return fail('Not Admin Error');
  const enrolment = required(found, 'tellNum');
  if (!isMobileNumber(enrolment.telNum)) return fail('Invalid Tel Error');
  if (enrolment.seller?.user) return fail('Taken Error');
  await enrol(enrolment, term);
  return {};
};

/** Binds the caller to the stall enrolled under their phone number; the session at hand becomes the seller's. */
const bindStall = async (caller: Caller, found: Enrolment | undefined, names: Names): Promise<Outcome> => {
  if (caller.app !== SELLER_APP) return fail('Seller Openid Error');
  const { seller } = required(found, 'telNum');
  const own = caller.role.seller?.sellerId;
  if (own !== undefined && own !== seller?.id) return fail('Taken Error');
  const { sellerName, personName } = { ...names, personName: required(names.personName, 'personName') };
  return bind({ seller, user: userOf(caller), sellerName, personName }, (stall) =>
    changeRole(caller, { ...caller.role, seller: stall }),
  );
};
