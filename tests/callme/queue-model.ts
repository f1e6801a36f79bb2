import { NUMBERS } from '../../lib/callme/queue.ts';

type Ticket = { user?: string; note?: string; called: boolean };

/** What a stall's queue should do, in memory and one step at a time. */
export class QueueModel {
  noted = 0;
  private readonly open = new Map<number, Ticket>();
  private fetched: number;

  constructor(fetched = 0) {
    this.fetched = fetched;
  }

  fetch(): string {
    this.fetched += 1;
    const proposed = (this.fetched - 1) % NUMBERS;
    for (let i = 0; i < NUMBERS; i += 1) {
      const marchSn = ((proposed + i) % NUMBERS) + 1;
      if (this.open.has(marchSn)) continue;
      this.open.set(marchSn, { called: false });
      return String(marchSn);
    }
    return 'No Sn Valid';
  }

  push(user: string, marchSn: number, note: string): string {
    const ticket = this.open.get(marchSn);
    if (!ticket) return 'Invalid Sn Error';
    if (ticket.note !== undefined)
      return ticket.user === user && ticket.note === note ? 'success' : 'Taken Error';
    Object.assign(ticket, { user, note });
    this.noted += 1;
    return 'success';
  }

  call(marchSn: number): string {
    const ticket = this.open.get(marchSn);
    if (!ticket) return 'Invalid Sn Error';
    ticket.called = true;
    return 'success';
  }

  done(user: string, marchSn: number): string {
    const ticket = this.open.get(marchSn);
    if (ticket && ticket.user !== user && !(ticket.user === undefined && ticket.called))
      return 'Not Your Order Error';
    this.open.delete(marchSn);
    return 'success';
  }

  finish(marchSn: number): string {
    this.open.delete(marchSn);
    return 'success';
  }

  clear(): string {
    const idle = [...this.open].filter(([, { note }]) => note === undefined);
    for (const [marchSn] of idle) this.open.delete(marchSn);
    return String(idle.length);
  }

  /** The open tickets: number, note and whether it was called. */
  state(): [number, string | undefined, boolean][] {
    return [...this.open]
      .map(([marchSn, { note, called }]): [number, string | undefined, boolean] => [marchSn, note, called])
      .sort(([a], [b]) => a - b);
  }
}
