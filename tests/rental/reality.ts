import { randomUUID } from 'node:crypto';
import { rentReads, revertReads, tryToRent, tryToRevert } from '../../lib/rental/attempts.ts';
import { addDevice, type Device, toDevice } from '../../lib/rental/devices.ts';
import { deviceKey, userKey } from '../../lib/rental/keys.ts';
import { Failure } from '../../lib/rental/outcome.ts';
import { takeReport } from '../../lib/rental/reports.ts';
import { resultReads, takeResult } from '../../lib/rental/results.ts';
import type { Proof } from '../../lib/rental/signature.ts';
import { enrolling, toUser, type User, useridOf } from '../../lib/rental/users.ts';
import { type Item, type Key, read, readOne, write } from '../../lib/store/store.ts';

type Ask = { id: string; kind: 'rent' | 'revert'; uuid: string };
type Report = { body: Parameters<typeof takeReport>[1]; time: number };

export const TYPE = 'ball';
const CAPTCHA = '042';

/** A cabinet as it really is: what it holds, what it knows, and what it has not told yet. */
export class RealCabinet {
  readonly deviceID = `cabinet-${randomUUID()}`;
  readonly total: number;
  remained: number;
  /** Commands that it heard of and has not decided on. */
  known: Ask[] = [];
  readonly heard = new Set<string>();
  /** Results that were not sent, or not for the last time. */
  unsent: { commandId: string; ok: boolean }[] = [];
  /** Reports that are on their way. */
  late: Report[] = [];
  /** Whether it says which results its numbers have in them. */
  readonly isPrecise: boolean;
  /** Whether commands alone move its items, and its reports come one by one, by a clock that only goes on: nothing is uncertain. */
  isOrderly = true;
  reporting = 0;
  private clock = 0;
  private slow = 0;

  constructor(total: number, remained: number, isPrecise: boolean) {
    this.total = total;
    this.remained = remained;
    this.isPrecise = isPrecise;
  }

  /** Its clock, which never shows the same time twice unless it is put back. */
  now(): number {
    this.clock = Math.max(Date.now() - this.slow, this.clock + 1);
    return this.clock;
  }

  /** The operator brings an item, or takes one out. */
  stockUp(by: 1 | -1): void {
    this.remained = Math.min(Math.max(this.remained + by, 0), this.total);
    this.isOrderly = false;
  }

  putBack(ms: number): void {
    this.slow += ms;
    this.clock -= ms;
    this.isOrderly = false;
  }

  look(): Report {
    const { total, remained, isPrecise, unsent } = this;
    const instruments = [{ typeID: TYPE, typeName: '篮球', total, remained }];
    const answered = isPrecise ? unsent.map(({ commandId }) => commandId) : undefined;
    const body = { workingTime: '', captchas: [CAPTCHA], doors: [], instruments, answered };
    return { body, time: this.now() };
  }
}

/** What really happens: items move when cabinets move them, whoever is told. Everything else is the product's doing. */
export class Reality {
  readonly cabinets = [new RealCabinet(4, 3, true), new RealCabinet(2, 1, false)];
  readonly openids = [randomUUID(), randomUUID()];
  /** Every item that ever left, by uuid, and whether it is back. */
  readonly left = new Map<string, { userid: string; isBack: boolean }>();

  async begin(): Promise<void> {
    const location = { x: 0, y: 0 };
    await Promise.all([
      ...this.cabinets.map(({ deviceID }) =>
        addDevice({ deviceID, name: deviceID, location, secret: 'secret' }),
      ),
      ...this.openids.map((openid) => write(enrolling(openid, { phone: '13800138000' }))),
    ]);
    await this.settleReports();
  }

  /** A user asks for an item, or to bring one back that they really have. */
  async ask(who: number, where: number, which: number): Promise<void> {
    const { deviceID } = this.cabinets[where] as RealCabinet;
    const userid = useridOf(this.openids[who] as string);
    const wish = { userid, deviceID, captcha: CAPTCHA };
    const held = [...this.left].filter(([, item]) => item.userid === userid && !item.isBack);
    const [itemUUID] = held[which] ?? [];
    if (itemUUID === undefined) {
      const rent = { ...wish, typeID: TYPE };
      await tryToRent(rent, await this.seen(userid, rentReads(rent)));
    } else {
      const revert = { ...wish, itemUUID };
      await tryToRevert(revert, await this.seen(userid, revertReads(revert)));
    }
  }

  async report(where: number, fate: 'arrives' | 'is lost' | 'is late'): Promise<void> {
    const cabinet = this.cabinets[where] as RealCabinet;
    const report = cabinet.look();
    if (fate === 'arrives') await this.deliver(cabinet, report);
    if (fate === 'is late') cabinet.late.push(report);
  }

  /** A late report arrives, the last one first. */
  async arrive(): Promise<void> {
    const cabinet = this.cabinets.find(({ late }) => late.length > 0);
    const report = cabinet?.late.pop();
    if (!cabinet || !report) return;
    cabinet.isOrderly = false;
    await this.deliver(cabinet, report);
  }

  happenTo(where: number, happen: (cabinet: RealCabinet) => void): void {
    happen(this.cabinets[where] as RealCabinet);
  }

  /** A cabinet does what it was asked, if it can, or refuses, or forgets it. It may be long past the time. */
  act(which: number, how: 'does it' | 'refuses' | 'forgets'): void {
    const [cabinet, command] = pick(this.cabinets, ({ known }) => known, which);
    if (!cabinet || !command || how === 'forgets') return;
    const ok = how === 'does it' && this.move(cabinet, command);
    cabinet.unsent.push({ commandId: command.id, ok });
  }

  /** A result arrives: once, twice, or again later because its answer is lost. */
  async tell(which: number, how: 'once' | 'twice' | 'again later'): Promise<void> {
    const [cabinet, result] = pick(this.cabinets, ({ unsent }) => unsent, which);
    if (!cabinet || !result) return;
    if (how === 'again later') cabinet.unsent.push(result);
    await Promise.all(Array.from({ length: how === 'twice' ? 2 : 1 }, () => this.send(cabinet, result)));
  }

  /** Cabinets do all that they were asked, and say so. */
  async serve(): Promise<void> {
    while (this.cabinets.some(({ known }) => known.length > 0)) this.act(0, 'does it');
    while (this.cabinets.some(({ unsent }) => unsent.length > 0)) await this.tell(0, 'once');
  }

  /** All results arrive in the end, and what waits in vain is over. */
  async settle(pass: (ms: number) => void): Promise<void> {
    while (this.cabinets.some(({ unsent }) => unsent.length > 0)) await this.tell(0, 'once');
    pass(61_000);
  }

  /** Reports arrive: the first after a clock was put back does not count, the second does. */
  async settleReports(): Promise<void> {
    for (let i = 0; i < 2; i += 1)
      await Promise.all(this.cabinets.map((cabinet) => this.deliver(cabinet, cabinet.look())));
  }

  /** What the product knows of cabinets and users; and notes whose an item would be that is being asked for. */
  async inspect(): Promise<{ devices: Device[]; users: User[] }> {
    const users = this.openids.map((openid) => userKey(useridOf(openid)));
    const items = await read([...this.cabinets.map(({ deviceID }) => deviceKey(deviceID)), ...users]);
    const known = items.slice(this.cabinets.length).map((item) => toUser(item as Item));
    for (const { latest, userid } of known) if (latest) this.asker.set(latest.uuid, userid);
    return {
      devices: items.slice(0, this.cabinets.length).map((item) => toDevice(item as Item)),
      users: known,
    };
  }

  private async deliver(cabinet: RealCabinet, { body, time }: Report): Promise<void> {
    cabinet.reporting += 1;
    if (cabinet.reporting > 1) cabinet.isOrderly = false;
    const device = toDevice((await readOne(deviceKey(cabinet.deviceID))) as Item);
    const outcome = await takeReport(proofOf(cabinet, time), body, device);
    cabinet.reporting -= 1;
    if (outcome instanceof Failure) throw new Error(outcome.word);
    for (const command of outcome.commands.filter(({ id }) => !cabinet.heard.has(id))) {
      cabinet.heard.add(command.id);
      cabinet.known.push(command);
    }
  }

  private async send(cabinet: RealCabinet, result: { commandId: string; ok: boolean }): Promise<void> {
    const { deviceID } = cabinet;
    const keys = [deviceKey(deviceID), ...resultReads({ deviceID, ...result })];
    const [device, ...items] = await read(keys);
    const seen = { device: toDevice(device as Item), items };
    const outcome = await takeResult(proofOf(cabinet, cabinet.now()), result, seen);
    if (outcome instanceof Failure) throw new Error(outcome.word);
  }

  /** Whether the item moves: there must be one to give away, or one to take and a place for it. */
  private move(cabinet: RealCabinet, { kind, uuid }: Ask): boolean {
    if (kind === 'rent') {
      if (cabinet.remained === 0) return false;
      cabinet.remained -= 1;
      this.left.set(uuid, { userid: this.asker.get(uuid) as string, isBack: false });
      return true;
    }
    const item = this.left.get(uuid);
    if (!item || item.isBack || cabinet.remained === cabinet.total) return false;
    cabinet.remained += 1;
    item.isBack = true;
    return true;
  }

  /** Whose attempt an item's uuid was made for. */
  private readonly asker = new Map<string, string>();

  private async seen(userid: string, keys: Key[]) {
    const [user, ...items] = await read([userKey(userid), ...keys]);
    return { user: toUser(user as Item), items };
  }
}

/** Takes one of what any cabinet has in a list. */
const pick = <T>(
  cabinets: RealCabinet[],
  listOf: (cabinet: RealCabinet) => T[],
  which: number,
): [RealCabinet, T] | [] => {
  const all = cabinets.flatMap((cabinet) => listOf(cabinet).map((one) => [cabinet, one] as [RealCabinet, T]));
  const [cabinet, one] = all[which % all.length] ?? [];
  if (!cabinet || !one) return [];
  listOf(cabinet).splice(listOf(cabinet).indexOf(one), 1);
  return [cabinet, one];
};

const proofOf = ({ deviceID }: RealCabinet, time: number): Proof => ({
  deviceID,
  time,
  signature: randomUUID(),
});
