import { keep } from '../store/kept.ts';
import {
  ABSENT,
  type Item,
  PRESENT,
  query,
  queryPartition,
  readOne,
  transact,
  type Write,
  write,
} from '../store/store.ts';
import { addMonths, DAY, monthsBegun, nowSeconds } from '../time.ts';
import type { EnvVersion } from '../wechat/apps.ts';
import { isPaid, type Role, type Stall } from './callers.ts';
import {
  ADMINS,
  CALLME_TABLE,
  lastSellerKey,
  renewalKey,
  SELLERS,
  sellerKey,
  telKey,
  totalKey,
  userKey,
} from './keys.ts';
import { type Failure, fail } from './outcome.ts';
import type { Settings } from './settings.ts';
import { belongings } from './users.ts';

/** A stall's mini-program code: the name of its picture, and which mini-program in which version it opens. */
export type Qrcode = { picture: string; appid: string; envVersion: EnvVersion };

/** A stall: enrolled by an administrator under a phone number, later bound to a seller's openid. */
export type Seller = {
  id: number;
  telNum: string;
  /** Until when it is paid, epoch seconds. */
  paidUntil: number;
  timeZone: string;
  /** The seller's `<app>#<openid>`, once bound. */
  user?: string;
  sellerName?: string;
  personName?: string;
  /** The names of the dishes, where there is no menu of its own yet (`menu.ts`). */
  menuList?: string[];
  /** Names of stored pictures. */
  picture?: string;
  qrcode?: Qrcode;
  /** The key of the hall display. */
  board?: string;
  /** What its owner has set; what is not there is as `lib/callme/settings.ts` has it. */
  settings?: Partial<Settings>;
};

/** What a seller may say of the stall. */
export type SellerInfo = {
  sellerName?: string | undefined;
  personName?: string | undefined;
  picture?: string | undefined;
  qrcode?: Qrcode | undefined;
};

/** What must be known to enrol a phone number: whether it has a stall, and the last stall number given out. */
export type Enrolment = { telNum: string; seller: Seller | undefined; last: number };

/** A new stall's. */
export const TIME_ZONE = 'Asia/Shanghai';
const RENEW_TRIES = 10;

/** Milliseconds for which eaters may see a stall as it was. Tests, which look at once at what they did, take none. */
export const SEEN = Number(process.env.STALLS_SEEN_MS ?? 2_000);

/** Whether a text is an 11-digit mainland mobile number. */
export const isMobileNumber = (telNum: string): boolean => /^1[3-9]\d{9}$/.test(telNum);

/** How many months are begun until `paidUntil`: the `balanceMon` of every answer. */
export const balanceMon = ({ paidUntil }: { paidUntil: number }): number =>
  monthsBegun(nowSeconds(), paidUntil);

/** Every stall, bound or not, by id. */
export const listSellers = async (): Promise<Seller[]> =>
  (await queryPartition(CALLME_TABLE, SELLERS, 'seller#')).map(toSeller);

/** Reads a stall by its id. */
export const getSeller = async (sellerId: number): Promise<Seller | undefined> => {
  const item = await readOne(sellerKey(sellerId));
  return item && toSeller(item);
};

/** Every stall as it is, or was within the last 2 seconds: for eaters to see, and for no decision. */
export const stallsSeen = /* @__PURE__ */ keep(SEEN, listSellers);

/** Reads an item as the stall that it holds. */
export const toSeller = (item: Item): Seller => item as unknown as Seller;

/** Whether the stall is paid now, going by what its session knows as far as that is final. */
export const isOnDuty = async (stall: Stall): Promise<boolean> => {
  if (isPaid(stall)) return true;
  const seller = await getSeller(stall.sellerId);
  return seller !== undefined && isPaid(seller);
};

/** What a session of this stall's seller knows of it. */
export const stallOf = ({ id, paidUntil, timeZone }: Seller): Stall => ({
  sellerId: id,
  paidUntil,
  timeZone,
});

/** What a user of the sellers' app is: a seller, an administrator, both or neither. */
export const findRole = async (user: string): Promise<{ role: Role; seller?: Seller }> => {
  const items = await belongings(user);
  const found = items.find(({ pk }) => pk === SELLERS);
  const seller = found && toSeller(found);
  const admin = items.some(({ pk }) => pk === ADMINS);
  return {
    role: { ...(seller && { seller: stallOf(seller) }), ...(admin && { admin }) },
    ...(seller && { seller }),
  };
};

/** Looks a phone number up, and what is needed to enrol it if it is new. */
export const findEnrolment = async (telNum: string): Promise<Enrolment> => {
  const [items, last] = await Promise.all([
    query({
      TableName: CALLME_TABLE,
      IndexName: 'byTel',
      KeyConditionExpression: 'telNum = :telNum',
      ExpressionAttributeValues: { ':telNum': telNum },
    }),
    readOne(lastSellerKey),
  ]);
  return { telNum, seller: items[0] && toSeller(items[0]), last: (last?.id as number | undefined) ?? 0 };
};

/**
 * Enrols a stall for `term` months (Q11), or says `known` when the number has one. The stall's number, its record and
 * the guard of its phone number are written together: of two at once one enrols, and the other finds it enrolled.
 * @param more writes that are part of it
 */
export const enrol = async (
  { telNum, seller, last }: Enrolment,
  term: number,
  more: Write[] = [],
): Promise<Seller | 'known'> => {
  if (seller) return 'known';
  const id = last + 1;
  const enrolled: Seller = { id, telNum, paidUntil: addMonths(nowSeconds(), term), timeZone: TIME_ZONE };
  const [guard, counter] = await transact([
    { put: telKey(telNum), item: { sellerId: id }, when: ABSENT },
    {
      update: lastSellerKey,
      set: { id },
      when: last === 0 ? 'attribute_not_exists(pk)' : 'id = :last',
      ...(last > 0 && { values: { ':last': last } }),
    },
    { put: sellerKey(id), item: enrolled },
    ...more,
  ]);
  if (guard && !guard.ok) return 'known';
  if (counter && !counter.ok) {
    return enrol({ telNum, seller, last: counter.old?.id as number }, term, more);
  }
  return enrolled;
};

/**
 * Adds months to a stall, or enrols an unknown number. Months are added to what is left, or to now; of two at once
 * both count, because each builds on the date that it saw.
 * @param requestId the months of one request are added once, however often it comes
 */
export const renew = async (enrolment: Enrolment, term: number, requestId?: string): Promise<Seller> => {
  const once = requestId ? [remember(requestId, enrolment.telNum)] : [];
  const enrolled = await enrol(enrolment, term, once);
  if (enrolled !== 'known') return enrolled;

  let seller = enrolment.seller ?? (await findByGuard(enrolment.telNum));
  for (let attempt = 1; attempt <= RENEW_TRIES; attempt += 1) {
    const paidUntil = addMonths(Math.max(seller.paidUntil, nowSeconds()), term);
    const [renewed, remembered] = await transact([
      {
        update: sellerKey(seller.id),
        set: { paidUntil },
        when: 'paidUntil = :seen',
        values: { ':seen': seller.paidUntil },
      },
      ...once,
    ]);
    if (remembered && !remembered.ok) return (await getSeller(seller.id)) as Seller;
    if (renewed?.ok) return { ...seller, paidUntil };
    if (!renewed?.old) throw new Error('A stall is gone');
    seller = toSeller(renewed.old);
  }
  throw Object.assign(new Error('Too many renewals at once'), { name: 'ThrottlingException' });
};

/**
 * Binds an enrolled stall to the user who signs up with its phone number, together with the session at hand. The same
 * once more is no failure.
 */
export const bind = async (
  binding: { seller: Seller | undefined; user: string; sellerName: string; personName: string },
  changeSession: (stall: Stall) => Write,
): Promise<Record<string, never> | Failure> => {
  const { seller, user, sellerName, personName } = binding;
  if (!seller) return fail('Invalid Tel Error');
  const session = changeSession(stallOf(seller));
  const [stall, guard, changed] = await transact([
    {
      update: sellerKey(seller.id),
      set: { user, sellerName, personName },
      when: 'attribute_not_exists(#user) AND paidUntil > :now',
    },
    { put: userKey(user), item: { sellerId: seller.id }, when: ABSENT },
    session,
  ]);
  const old = stall && !stall.ok ? (stall.old as Seller | undefined) : undefined;
  const isAgain = old?.user === user && old.sellerName === sellerName && old.personName === personName;
  // The answer was lost, or two came at once: whichever session asks is the seller's.
  if (isAgain) return (await write(session)).ok ? {} : fail('Invalid Session Error');
  if (guard && !guard.ok) return fail('Taken Error');
  if (stall && !stall.ok) return fail(old?.user ? 'Invalid Tel Error' : 'Need Renew Error');
  return changed?.ok ? {} : fail('Invalid Session Error');
};

/** Changes what is given of a stall's information, and returns the stall. */
export const changeInfo = async (sellerId: number, info: SellerInfo): Promise<Seller> => {
  const isNothing = Object.values(info).every((value) => value === undefined);
  if (isNothing) return (await getSeller(sellerId)) as Seller;
  const changed = await write({
    update: sellerKey(sellerId),
    set: info,
    when: 'attribute_exists(pk)',
    returns: true,
  });
  if (!changed.ok) throw new Error('A session names a stall that is gone');
  return toSeller(changed.item);
};

/**
 * Changes the time zone that a stall's business days follow, for sessions that its seller starts from now on.
 * @returns the stall, or undefined when there is none with this id
 */
export const setTimeZone = async (sellerId: number, timeZone: string): Promise<Seller | undefined> => {
  const changed = await write({
    update: sellerKey(sellerId),
    set: { timeZone },
    when: PRESENT,
    returns: true,
  });
  return changed.ok ? toSeller(changed.item) : undefined;
};

/** How many tickets of a stall ever got a note: the source's `count_noted_order`. */
export const countNoted = async (sellerId: number): Promise<number> =>
  ((await readOne(totalKey(sellerId)))?.noted as number | undefined) ?? 0;

/** The write that remembers a request for a day, unless it was made already. */
const remember = (requestId: string, telNum: string): Write => ({
  put: renewalKey(requestId, telNum),
  item: { expiresAt: nowSeconds() + DAY },
  when: ABSENT,
});

/** The index may lag behind an enrolment of this very moment; the guard does not. */
const findByGuard = async (telNum: string): Promise<Seller> => {
  const guard = await readOne(telKey(telNum));
  return (await getSeller(guard?.sellerId as number)) as Seller;
};
