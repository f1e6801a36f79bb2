import { NUMBERS } from '../../lib/callme/queue.ts';

type Standing = { calledAt?: number; missedAt?: number };
type Act = { what: 'call' | 'miss' | 'done' | 'clear'; at: number; before: Standing };
type Ticket = Standing & {
  id: number;
  user?: string | undefined;
  formerUser?: string | undefined;
  note?: string | undefined;
  selfTaken?: boolean;
  ended?: boolean;
  acts: Act[];
};

/** Milliseconds in which something can be taken back, and after which a called number is given out again. */
const MEMORY = 5 * 60_000;
const COLLECTED = 15 * 60_000;

/** What a stall's queue should do, in memory and one step at a time. */
export class QueueModel {
  noted = 0;
  now = 0;
  /** The tickets of each number, the present one last: what became of the others does not matter any more. */
  readonly given = new Map<number, number[]>();
  private readonly slots = new Map<number, Ticket>();
  private fetched: number;

  constructor(fetched = 0) {
    this.fetched = fetched;
  }

  fetch(user?: string): string {
    this.fetched += 1;
    const marchSn = this.freeAfter((this.fetched - 1) % NUMBERS) ?? this.uncollected();
    if (marchSn === undefined) return 'No Sn Valid';
    const id = this.fetched;
    this.slots.set(marchSn, { id, acts: [], ...(user !== undefined && { user, selfTaken: true }) });
    this.given.set(marchSn, [...(this.given.get(marchSn) ?? []), id]);
    return String(marchSn);
  }

  take(user: string): string {
    const own = this.open().find(([, ticket]) => ticket.user === user);
    return own ? String(own[0]) : this.fetch(user);
  }

  push(user: string, marchSn: number, note: string, id?: number): string {
    const ticket = this.find(marchSn, id);
    if (!ticket) return 'Invalid Sn Error';
    if (ticket.note !== undefined)
      return ticket.user === user && ticket.note === note ? 'success' : 'Taken Error';
    if ((ticket.user ?? user) !== user) return 'Taken Error';
    Object.assign(ticket, { user, note });
    this.noted += 1;
    return 'success';
  }

  unnote(user: string, marchSn: number, id?: number): string {
    const ticket = this.find(marchSn, id);
    if (!ticket) return 'Invalid Sn Error';
    if (ticket.user === user && ticket.calledAt !== undefined) return 'Called Error';
    if (ticket.user !== user)
      return ticket.user === undefined && ticket.formerUser === user ? 'success' : 'Not Your Order Error';
    ticket.note = undefined;
    if (!ticket.selfTaken) Object.assign(ticket, { user: undefined, formerUser: user });
    return 'success';
  }

  call(marchSn: number): string {
    const ticket = this.find(marchSn);
    if (!ticket) return 'Invalid Sn Error';
    this.act(ticket, 'call');
    Object.assign(ticket, { calledAt: this.now, missedAt: undefined });
    return 'success';
  }

  next(): string {
    const [first] = this.open()
      .filter(([, { calledAt }]) => calledAt === undefined)
      .toSorted(([, a], [, b]) => a.id - b.id);
    if (!first) return 'Null List Error';
    this.call(first[0]);
    return `${first[0]} ${first[1].note ?? ''}`;
  }

  miss(marchSn: number): string {
    const ticket = this.find(marchSn);
    if (!ticket) return 'Invalid Sn Error';
    if (ticket.calledAt === undefined) return 'Not Ready Yet';
    if (ticket.missedAt === undefined) {
      this.act(ticket, 'miss');
      ticket.missedAt = this.now;
    }
    return 'success';
  }

  done(user: string, marchSn: number, id?: number): string {
    const ticket = this.find(marchSn, id);
    if (!ticket) return 'success';
    const isOwn = ticket.user === user || (ticket.user === undefined && ticket.formerUser === user);
    const isEnd = ticket.user === undefined || ticket.user === user;
    if (isEnd && (ticket.calledAt !== undefined || (ticket.selfTaken && ticket.user === user)))
      this.end(ticket, 'done');
    else if (!isOwn) return 'Not Your Order Error';
    else this.unnote(user, marchSn);
    return 'success';
  }

  finish(marchSn: number, id?: number): string {
    const ticket = this.find(marchSn, id);
    if (ticket) this.end(ticket, 'done');
    return 'success';
  }

  clear(what = 'unnoted'): string {
    const ended = this.open().filter(
      ([, { note, calledAt }]) =>
        what === 'all' || (what === 'called' ? calledAt !== undefined : note === undefined),
    );
    for (const [, ticket] of ended) this.end(ticket, 'clear');
    return String(ended.length);
  }

  undo(marchSn?: number): string {
    const since = this.now - MEMORY;
    const last = [...this.slots]
      .filter(([sn]) => marchSn === undefined || sn === marchSn)
      .flatMap(([, { acts }]) => acts.at(-1) ?? [])
      .filter(({ at }) => at >= since)
      .toSorted((a, b) => b.at - a.at)[0];
    if (!last) return 'Null List Error';
    const all = [...this.slots].filter(([sn, { acts }]) => {
      const act = acts.at(-1);
      return act?.at === last.at && act.what === last.what && (marchSn === undefined || sn === marchSn);
    });
    for (const [, ticket] of all) this.takeBack(ticket);
    const numbers = all.map(([sn]) => sn).toSorted((a, b) => a - b);
    return `${last.what} ${numbers}`;
  }

  /** The open tickets: number, whose it is, note, and whether it was called, or missed. */
  state(): [number, string | undefined, string | undefined, boolean, boolean][] {
    return this.open()
      .map(([marchSn, { user, note, calledAt, missedAt }]): ReturnType<QueueModel['state']>[0] => [
        marchSn,
        user,
        note,
        calledAt !== undefined,
        missedAt !== undefined,
      ])
      .sort(([a], [b]) => a - b);
  }

  private open(): [number, Ticket][] {
    return [...this.slots].filter(([, { ended }]) => !ended);
  }

  private find(marchSn: number, id?: number): Ticket | undefined {
    const ticket = this.slots.get(marchSn);
    return ticket && !ticket.ended && (id === undefined || id === ticket.id) ? ticket : undefined;
  }

  private freeAfter(proposed: number): number | undefined {
    const round = Array.from({ length: NUMBERS }, (_, i) => ((proposed + i) % NUMBERS) + 1);
    return round.find((marchSn) => !this.find(marchSn));
  }

  private uncollected(): number | undefined {
    const since = ({ calledAt = 0, missedAt = 0 }: Ticket) => Math.max(calledAt, missedAt);
    const old = this.open().filter(
      ([, ticket]) => ticket.calledAt !== undefined && since(ticket) <= this.now - COLLECTED,
    );
    return old.toSorted(([, a], [, b]) => since(a) - since(b))[0]?.[0];
  }

  private act(ticket: Ticket, what: Act['what']): void {
    const { calledAt, missedAt } = ticket;
    ticket.acts.push({ what, at: this.now, before: { calledAt, missedAt } as Standing });
  }

  private end(ticket: Ticket, what: 'done' | 'clear'): void {
    this.act(ticket, what);
    Object.assign(ticket, { ended: true, formerUser: ticket.user, user: undefined });
  }

  private takeBack(ticket: Ticket): void {
    const { what, before } = ticket.acts.pop() as Act;
    Object.assign(ticket, before);
    if (what === 'done' || what === 'clear') Object.assign(ticket, { ended: false, user: ticket.formerUser });
  }
}
