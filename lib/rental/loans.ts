import { type Item, PRESENT, query, scan, type Write } from '../store/store.ts';
import { historyKey, RENTAL_TABLE, strayKey, userOf } from './keys.ts';

/** An item that a user has. Times are ISO 8601. */
export type Loan = {
  uuid: string;
  typeID: string;
  /** Of the type, and of the cabinet that it came from. */
  name: string;
  deviceID: string;
  device: string;
  time_begin: string;
  time_due: string;
};

/** An item that was brought back, to the cabinet `device_returned`. */
type EndedLoan = Loan & { time_end: string; device_returned: string };

/** Reads an item as the loan that it holds. */
export const toLoan = (item: Item): Loan => {
  const { uuid, typeID, name, deviceID, device, time_begin, time_due } = item as Loan;
  return { uuid, typeID, name, deviceID, device, time_begin, time_due };
};

/** What a user is told of an item that is out. */
export const borrowed = ({ uuid, time_begin, time_due, name, device }: Loan) => ({
  uuid,
  time_begin,
  time_due,
  name,
  device,
});

/** The write that books an item which left when its user had another already. */
export const straying = (userid: string, loan: Loan): Write => ({
  put: strayKey(userid, loan.uuid),
  item: { ...loan, userid },
});

/** The write that ends a stray's time as one. */
export const strayEnding = (userid: string, { uuid }: Loan): Write => ({
  delete: strayKey(userid, uuid),
  when: PRESENT,
});

/** The write that books a loan as ended, now. */
export const ending = (userid: string, loan: Loan, device_returned: string): Write => {
  const time_end = new Date().toISOString();
  const ended: EndedLoan = { ...loan, time_end, device_returned };
  return { put: historyKey(userid, time_end, loan.uuid), item: ended };
};

/** Every stray with its userid: for the operator's tools, never on a request's way. */
export const listStrays = async (): Promise<(Loan & { userid: string })[]> => {
  const strays = (await scan(RENTAL_TABLE)).filter(({ sk }) => String(sk).startsWith('stray#'));
  return strays.map((item) => ({ userid: String(item.userid), ...toLoan(item) }));
};

/** One page of the loans that a user has ended, the last one first. Pages count from 0. */
export const listEnded = async (userid: string, page: { length: number; number: number }) => {
  const { length, number } = page;
  const items = await query(
    {
      TableName: RENTAL_TABLE,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': userOf(userid), ':prefix': 'history#' },
      ScanIndexForward: false,
    },
    (number + 1) * length,
  );
  return (items as EndedLoan[])
    .slice(number * length)
    .map(({ uuid, time_begin, time_end, name, device, device_returned }) => ({
      uuid,
      time_begin,
      time_end,
      name,
      device,
      device_returned,
    }));
};
