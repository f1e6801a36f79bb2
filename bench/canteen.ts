import { addAdmin } from '../lib/callme/admins.ts';
import { boardKeyOf } from '../lib/callme/boards.ts';
import { EATER_APP, type Role, SELLER_APP, SERVICE, SESSION_POLICY, userOf } from '../lib/callme/callers.ts';
import { sellerKey, telKey, userKey } from '../lib/callme/keys.ts';
import { changeShop } from '../lib/callme/menu.ts';
import { Failure } from '../lib/callme/outcome.ts';
import { callTicket, fetchTicket, pushNote } from '../lib/callme/queue.ts';
import { bind, findEnrolment, getSeller, renew, type Seller, stallOf } from '../lib/callme/sellers.ts';
import { changeRole, createSession, findSession, type Session } from '../lib/session/session.ts';
import { write } from '../lib/store/store.ts';
import { next, someone } from './people.ts';

/** A paid stall whose seller is logged in. */
export type Stall = {
  sellerId: number;
  openid: string;
  sessionKey: string;
  telNum: string;
  timeZone: string;
  paidUntil: number;
};

const STALLS = 20;
/** Open tickets of a busy stall; half of them carry a note. */
const OPEN = 30;
const MENU = [
  '麻辣香锅',
  '兰州拉面',
  '黄焖鸡米饭',
  '宫保鸡丁',
  '鱼香肉丝',
  '番茄炒蛋',
  '红烧肉',
  '酸辣土豆丝',
];

/** A mobile number that no stall has. */
export const someTel = (): string => `138${String(next()).padStart(8, '0')}`;

/** A connection id as long as API Gateway's, which no WebSocket has. */
export const someConnection = (): string => `Bench${String(next()).padStart(10, '0')}=`;

/** Logs a user in, without WeChat, and returns the session key. */
export const logIn = (app: string, role: Role = {}, openid = someone()): Promise<string> =>
  createSession({
    service: SERVICE,
    app,
    openid,
    session_key: 'c2Vzc2lvbl9rZXlfb2YxNg==',
    role,
    policy: SESSION_POLICY,
  });

/** The user of an openid of the sellers' app. */
export const sellerUser = (openid: string): string => userOf({ app: SELLER_APP, openid });

const session = async (sessionKey: string): Promise<Session<Role>> =>
  (await findSession<Role>(SERVICE, sessionKey)).session as Session<Role>;

/** Enrols a stall for a month. */
export const enrolStall = async (telNum = someTel()) => renew(await findEnrolment(telNum), 1);

/** Removes a stall as if its number had never been enrolled, so that the list of stalls stays as long as it is. */
export const removeStall = async (telNum: string, openid?: string): Promise<void> => {
  const { seller } = await findEnrolment(telNum);
  await write({ delete: telKey(telNum) });
  if (openid) await write({ delete: userKey(sellerUser(openid)) });
  if (seller) await write({ delete: sellerKey(seller.id) });
};

/** Enrols a stall, binds it to a seller and logs the seller in. */
const openStall = async (): Promise<Stall> => {
  const seller = await enrolStall();
  const openid = someone();
  const sessionKey = await logIn(SELLER_APP, {}, openid);
  const caller = await session(sessionKey);
  const user = sellerUser(openid);
  await bind({ seller, user, sellerName: `${seller.id} 号档口`, personName: '王师傅' }, (stall) =>
    changeRole(caller, { seller: stall }),
  );
  await changeShop(seller.id, { menuList: MENU, picture: `${'0'.repeat(32)}.png` });
  return { ...stallOf(seller), openid, sessionKey, telNum: seller.telNum };
};

/** Hands out a stall's next number. */
export const fetchNumber = async (stall: Stall): Promise<number> => {
  const ticket = await fetchTicket(stall);
  if (ticket instanceof Failure) throw new Error(`No number to be had: ${ticket.word}`);
  return ticket.marchSn;
};

/** The key of a stall's hall display, made now if there is none. */
export const boardOf = async ({ sellerId }: Stall): Promise<string> =>
  boardKeyOf((await getSeller(sellerId)) as Seller, false);

/** Writes a note on a ticket; the openid is an eater's. */
export const note = ({ sellerId }: Stall, marchSn: number, openid = someone(), subscribe?: boolean) =>
  pushNote({
    subscribe,
    sellerId,
    marchSn,
    noteContent: '黄焖鸡米饭 微辣 加一份土豆 不要香菜',
    user: userOf({ app: EATER_APP, openid }),
    sellerName: `${sellerId} 号档口`,
  });

/** Fetches tickets one after another and notes half of them; the first noted one is called. */
const fillQueue = async (stall: Stall): Promise<void> => {
  for (let count = 1; count <= OPEN; count += 1) {
    const marchSn = await fetchNumber(stall);
    if (marchSn % 2 === 0) await note(stall, marchSn);
  }
  await callTicket(stall.sellerId, 2);
};

export type Canteen = Awaited<ReturnType<typeof openCanteen>>;

/** A canteen at lunch hour: stalls, three of them with a queue of which number 2 is called, and who asks. */
export const openCanteen = async () => {
  const stalls: Stall[] = [];
  while (stalls.length < STALLS) stalls.push(await openStall());
  type Stalls = [Stall, Stall, Stall, Stall, Stall, ...Stall[]];
  const [busy, fetching, crowded, clearing, quiet, ...watched] = stalls as Stalls;
  for (const stall of [busy, fetching, crowded]) await fillQueue(stall);
  for (let count = 1; count <= 5; count += 1) await note(clearing, await fetchNumber(clearing));

  const openid = someone();
  const eater = await logIn(EATER_APP, {}, openid);
  const waiting = await fetchNumber(busy);
  await note(busy, waiting, openid);
  const admin = someone();
  await addAdmin(sellerUser(admin));
  return {
    /** Thirty open tickets, which stay, and the waiting eater's. */
    busy,
    /** Thirty open tickets, the oldest of which is ended when another is fetched. */
    fetching,
    /** Thirty open tickets, whose numbers are proposed again. */
    crowded,
    /** Five noted tickets, beside those that each run clears. */
    clearing,
    /** No ticket but the one that a run needs. */
    quiet,
    /** No ticket yet, and nobody who watches. */
    watched,
    open: OPEN,
    /** An eater with an open ticket, and one without. */
    waiting: { sessionKey: eater, openid, marchSn: waiting },
    newcomer: await logIn(EATER_APP),
    administrator: await logIn(SELLER_APP, { admin: true }, admin),
  };
};
