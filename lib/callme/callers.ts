import type { Session, SessionPolicy } from '../session/session.ts';
import { nowSeconds } from '../time.ts';
import { type FailMsg, type Failure, fail } from './outcome.ts';

/** What callme's sessions are good for. */
export const SERVICE = 'callme';

/** The ids of the two mini-programs in the table `apps`. */
export const EATER_APP = '1';
export const SELLER_APP = '2';

/** One hour without use, 24 hours at most. */
export const SESSION_POLICY: SessionPolicy = { idle: 3_600, absolute: 86_400 };

/** What a login under the sellers' app found of the user. An eater's role is empty. */
export type Role = { seller?: Stall; admin?: boolean };

/**
 * What a session knows of its seller's stall. Months are only ever added, so a `paidUntil` (epoch seconds) that lies
 * ahead is final, and one that has passed must be looked up.
 */
export type Stall = {
  sellerId: number;
  paidUntil: number;
  timeZone: string;
  /** Who of the stall's people it is; the owner has none. */
  staffId?: string;
};

export type Caller = Session<Role>;
export type SellerCaller = Caller & { role: { seller: Stall } };

/** Says whether a session may call a query: the caller, or what to answer, which is `otherwise`. */
export type Who<C extends Caller = Caller> = ((caller: Caller) => C | Failure) & { otherwise?: FailMsg };

/** The user as keys name them: an openid is unique within its app only. */
export const userOf = ({ app, openid }: Pick<Caller, 'app' | 'openid'>): string => `${app}#${openid}`;

/** Who did something to a ticket, as its history has it: the stall's owner, an eater, or one of the stall's people by id. */
export const OWNER = 'owner';
export const EATER = 'eater';

/** Who a caller is in a ticket's history. What a seller does as an eater does, the query says. */
export const by = ({ role: { seller } }: Pick<Caller, 'role'>): string =>
  seller ? (seller.staffId ?? OWNER) : EATER;

/** Every session, also of a user of the sellers' app who has no stall yet. */
export const visitor: Who = (caller) => caller;

/** Eaters, sellers and administrators. */
export const member = only(
  'Seller Openid Error',
  (caller): caller is Caller => caller.app === EATER_APP || isSeller(caller) || caller.role.admin === true,
);

/** Sellers; anyone else is told `otherwise`. */
export const seller = (otherwise: FailMsg = 'Seller Openid Error'): Who<SellerCaller> =>
  only(otherwise, isSeller);

/** Administrators. */
export const administrator = only(
  'Not Admin Error',
  (caller): caller is Caller => caller.role.admin === true,
);

/** Whether a stall is known to be paid without looking it up. */
export const isPaid = ({ paidUntil }: { paidUntil: number }): boolean => paidUntil > nowSeconds();

function isSeller(caller: Caller): caller is SellerCaller {
  return caller.role.seller !== undefined;
}

function only<C extends Caller>(otherwise: FailMsg, isAllowed: (caller: Caller) => caller is C): Who<C> {
  return Object.assign((caller: Caller) => (isAllowed(caller) ? caller : fail(otherwise)), { otherwise });
}
