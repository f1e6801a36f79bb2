import { balanceMon, findEnrolment, getSeller, isMobileNumber, type Seller } from '../lib/callme/sellers.ts';
import { dayIn } from '../lib/time.ts';
import { Complaint } from '../local/complaint.ts';
import { UsageError } from './command.ts';

/**
 * Finds the stall that a command names by phone number or id.
 * @throws UsageError when it is neither, Complaint when there is no such stall
 */
export const findSeller = async (word: string): Promise<Seller> => {
  const isTel = isMobileNumber(word);
  if (!isTel && !/^\d{1,9}$/.test(word)) {
    throw new UsageError(`"${word}" is neither an 11-digit mainland mobile number nor the id of a stall`);
  }
  const seller = isTel ? (await findEnrolment(word)).seller : await getSeller(Number(word));
  if (!seller) throw new Complaint(`There is no stall ${word}: sellers list shows those that there are.`);
  return seller;
};

/** What a list tells of a stall. `paidUntil` is ISO 8601. */
export const describeSeller = (seller: Seller) => ({
  id: seller.id,
  telNum: seller.telNum,
  sellerName: seller.sellerName ?? null,
  personName: seller.personName ?? null,
  balanceMon: balanceMon(seller),
  paidUntil: new Date(seller.paidUntil * 1000).toISOString(),
  timeZone: seller.timeZone,
  bound: seller.user !== undefined,
});

/** The day (`2026-11-20`) until which a stall is paid, as its own calendar has it. */
export const paidDay = ({ timeZone, paidUntil }: Seller): string => dayIn(timeZone, paidUntil * 1000);

/**
 * Reads a time zone and spells it properly. Offsets such as `+08:00` are no IANA names.
 * @throws UsageError when there is no such zone
 */
export const readZone = (zone: string): string => {
  try {
    if (/^[a-z]/i.test(zone))
      return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new UsageError(`"${zone}" is no IANA time zone, such as Asia/Shanghai`);
};
