import { acceptInvite } from '../../lib/callme/admins.ts';
import { type Caller, SELLER_APP, userOf, visitor } from '../../lib/callme/callers.ts';
import { invite } from '../../lib/callme/fields.ts';
import { Failure, fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { balanceMon, listSellers } from '../../lib/callme/sellers.ts';
import { changeRole } from '../../lib/session/session.ts';

/** An administrator sees every stall. With an invitation, a user of the sellers' app becomes administrator first. */
export const handler = query('admin', {
  who: visitor,
  fields: { invite },
  outcomes: ['Not Admin Error'],
  answer: async ({ caller, fields }) => {
    const [refusal, sellers] = await Promise.all([admit(caller, fields.invite), listSellers()]);
    if (refusal) return refusal;
    const sellerList = sellers.map((seller) => ({
      sellerName: seller.sellerName ?? null,
      personName: seller.personName ?? null,
      telNum: seller.telNum,
      balanceMon: balanceMon(seller),
      open: false,
    }));
    return { sellerList };
  },
});

/** Lets administrators in, and whoever has an invitation; says why it lets nobody else in. */
const admit = async (caller: Caller, invite: string | undefined): Promise<Failure | undefined> => {
  if (caller.role.admin) return undefined;
  if (!invite || caller.app !== SELLER_APP) return fail('Not Admin Error');
  const session = changeRole(caller, { ...caller.role, admin: true });
  const accepted = await acceptInvite(invite, userOf(caller), session);
  return accepted instanceof Failure ? accepted : undefined;
};
