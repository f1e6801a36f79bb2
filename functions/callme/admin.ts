import { acceptInvite } from '../../lib/callme/admins.ts';
import { SELLER_APP, userOf, visitor } from '../../lib/callme/callers.ts';
import { invite } from '../../lib/callme/fields.ts';
import { Failure, fail } from '../../lib/callme/outcome.ts';
import { query } from '../../lib/callme/query.ts';
import { balanceMon, listSellers } from '../../lib/callme/sellers.ts';
import { changeRole } from '../../lib/session/session.ts';

/** An administrator sees every stall. With an invitation, a user of the sellers' app becomes administrator first. */
export const handler = query('admin', {
  who: visitor,
  fields: { invite },
  answer: async ({ caller, fields }) => {
    if (!caller.role.admin) {
      if (!fields.invite || caller.app !== SELLER_APP) return fail('Not Admin Error');
      const session = changeRole(caller, { ...caller.role, admin: true });
      const accepted = await acceptInvite(fields.invite, userOf(caller), session);
      if (accepted instanceof Failure) return accepted;
    }
    const sellerList = (await listSellers()).map((seller) => ({
      sellerName: seller.sellerName ?? null,
      personName: seller.personName ?? null,
      telNum: seller.telNum,
      balanceMon: balanceMon(seller),
      open: false,
    }));
    return { sellerList };
  },
});
