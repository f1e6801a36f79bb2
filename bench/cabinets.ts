import { setting } from '../lib/env.ts';
import { addDevice } from '../lib/rental/devices.ts';
import { ending } from '../lib/rental/loans.ts';
import { type CabinetPath, sign } from '../lib/rental/signature.ts';
import type { Instrument } from '../lib/rental/stock.ts';
import { APP } from '../lib/rental/users.ts';
import { write } from '../lib/store/store.ts';
import { DEMO_APPS } from '../local/demo.ts';
import { controlWechat } from '../local/wechat/control-client.ts';
import { type Answer, ask, type Request } from './cases/case.ts';
import { next, someone } from './people.ts';

/** A cabinet, and what it signs with. */
export type Cabinet = { deviceID: string; secret: string };
/** Who borrows, by what proves it. */
export type Borrower = { userid: string; client_session_id: string };
/** What a cabinet is asked to do. */
export type Command = { id: string; uuid: string };

export type Gym = Awaited<ReturnType<typeof openGym>>;

const CABINETS = 20;
/** More than a page of them. */
const ENDED = 30;
const CAPTCHA = '042';
const [BALL, ...OTHERS]: [Instrument, ...Instrument[]] = [
  { typeID: 'basketball', typeName: '篮球', total: 4, remained: 3 },
  { typeID: 'badminton', typeName: '羽毛球拍', total: 6, remained: 4 },
];

/** What a cabinet reports, always the same: items that move in a run are back for the next. */
export const NEWS = {
  workingTime: '08:00-22:00',
  captchas: ['207', CAPTCHA],
  doors: [{ opened: false }, { opened: false }],
  instruments: [BALL, ...OTHERS],
};

/** Cabinets that have reported, and users: one with nothing, one with an item, one with a history. */
export const openGym = async () => {
  const cabinets: Cabinet[] = [];
  while (cabinets.length < CABINETS) cabinets.push(await openCabinet());
  const [cabinet] = cabinets as [Cabinet];
  const [free, holder, regular] = [await logIn(), await logIn(), await logIn()];
  await endLoans(regular, cabinet);
  return { cabinet, free, holder, regular, uuid: await lend(cabinet, holder) };
};

const openCabinet = async (): Promise<Cabinet> => {
  const deviceID = `bench-${next()}`;
  const cabinet = { deviceID, secret: deviceID.padEnd(64, '0') };
  await addDevice({ ...cabinet, name: `北交${deviceID}`, location: { x: 116.3417, y: 39.9502 } });
  await report(cabinet);
  return cabinet;
};

/** Signs a user in who may borrow: they have a phone. */
const logIn = async (): Promise<Borrower> => {
  const query = { code: await codeOf(), phone: '+86 13800138000' };
  const { userid, client_session_id } = await ask('rental/login', { method: 'GET', query });
  return { userid, client_session_id } as Borrower;
};

/** The code of `wx.login()`. */
export const codeOf = (openid = someone()): Promise<string> => {
  const { appid = '' } = DEMO_APPS.find(({ id }) => id === APP) ?? {};
  return controlWechat(setting('WECHAT_API_BASE_URL')).login({ appid, openid });
};

/** What a user's phone sends to ask for an item, and to bring one back. */
export const toRent = (user: Borrower, { deviceID }: Cabinet): Request => ({
  method: 'GET',
  query: { ...user, deviceID, typeID: BALL.typeID, captcha: CAPTCHA },
});
export const toRevert = (user: Borrower, { deviceID }: Cabinet, itemUUID: string): Request => ({
  method: 'GET',
  query: { ...user, deviceID, itemUUID, captcha: CAPTCHA },
});

/** What a cabinet sends, signed now. */
export const signed = ({ deviceID, secret }: Cabinet, path: CabinetPath, said: object): Request => {
  const body = JSON.stringify(said);
  const timeText = String(cabinetTime());
  const signature = sign(secret, { timeText, path, body: Buffer.from(body) });
  return {
    path,
    body,
    headers: { 'x-device-id': deviceID, 'x-device-time': timeText, 'x-device-signature': signature },
  };
};

/** A cabinet reports, which puts its stock back, and hears what it is asked for. */
export const report = async (cabinet: Cabinet): Promise<Command[]> => {
  const { commands } = await accepted('rental/device_report', signed(cabinet, '/device/report', NEWS));
  return commands as Command[];
};

/** A user asks for an item, and the cabinet hears of it. */
export const beginRent = async (cabinet: Cabinet, user: Borrower): Promise<Command> => {
  await report(cabinet);
  await accepted('rental/try_to_rent', toRent(user, cabinet));
  const [command] = (await report(cabinet)) as [Command];
  return command;
};

/** A user brings an item back, and the cabinet hears of it. */
export const beginRevert = async (cabinet: Cabinet, user: Borrower, uuid: string): Promise<Command> => {
  await report(cabinet);
  await accepted('rental/try_to_revert', toRevert(user, cabinet, uuid));
  const [command] = (await report(cabinet)) as [Command];
  return command;
};

/** What a cabinet sends when it has done what it was asked, or has not. */
export const toTell = (cabinet: Cabinet, { id }: Command, ok: boolean): Request =>
  signed(cabinet, '/device/result', { commandId: id, ok });

/** A cabinet does all that it is asked, or refuses it. */
export const serve = async (cabinet: Cabinet, ok: boolean): Promise<void> => {
  for (const command of await report(cabinet))
    await accepted('rental/device_result', toTell(cabinet, command, ok));
};

/** A user borrows an item, and has it. */
export const lend = async (cabinet: Cabinet, user: Borrower): Promise<string> => {
  const command = await beginRent(cabinet, user);
  await serve(cabinet, true);
  return command.uuid;
};

/** A user brings an item back, and is rid of it. */
export const takeBack = async (cabinet: Cabinet, user: Borrower, uuid: string): Promise<void> => {
  await beginRevert(cabinet, user, uuid);
  await serve(cabinet, true);
};

const accepted = async (file: string, request: Request): Promise<Answer> => {
  const answer = await ask(file, request);
  if (answer.status !== 'accepted') throw new Error(`${file} answered ${JSON.stringify(answer)}`);
  return answer;
};

const endLoans = async ({ userid }: Borrower, { deviceID }: Cabinet): Promise<void> => {
  const time = new Date().toISOString();
  for (let count = 1; count <= ENDED; count += 1) {
    const uuid = crypto.randomUUID();
    const { typeID, typeName: name } = BALL;
    const loan = { uuid, typeID, name, deviceID, device: '北交1', time_begin: time, time_due: time };
    await write(ending(userid, loan, '北交2'));
  }
};

let last = 0;

/** Cabinets' clock, which never shows the same time twice: no two requests have one signature. */
const cabinetTime = (): number => {
  last = Math.max(Date.now(), last + 1);
  return last;
};
