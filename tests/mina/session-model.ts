import { DAY } from './support.ts';

type Durations = { loginDuration: number; sessionDuration: number };
/** A login as the client remembers it: whose it was, in which app, and the how-manieth. */
export type Ticket = { app: string; user: string; login: number };
type Current = { login: number; name: string | null; createdAt: number; lastSeenAt: number };

/** What mina's sessions should do, in memory and one step at a time. Times are seconds. */
export class SessionModel {
  now = 0;
  private logins = 0;
  private readonly users = new Map<string, Current>();
  private readonly apps: Record<string, Durations>;

  constructor(apps: Record<string, Durations>) {
    this.apps = apps;
  }

  /** `name` is what the user tells; null: nothing. */
  logIn(app: string, user: string, name: string | null): Ticket {
    this.logins += 1;
    const known = this.users.get(`${app}#${user}`);
    this.users.set(`${app}#${user}`, {
      login: this.logins,
      name: name ?? known?.name ?? null,
      createdAt: this.now,
      lastSeenAt: this.now,
    });
    return { app, user, login: this.logins };
  }

  /** Checks the uuid and the skey of a ticket under an app: the name told, or why not. */
  auth(ticket: Ticket, app: string): { name: string | null } | string {
    const current = this.users.get(`${ticket.app}#${ticket.user}`);
    if (ticket.app !== app || !current) return '会话不存在，请重新登录';
    if (current.login !== ticket.login) return 'skey 错误，请重新登录';
    const { loginDuration, sessionDuration } = this.apps[app] as Durations;
    if (this.now - current.createdAt >= loginDuration * DAY) return '登录已过期，请重新登录';
    if (this.now - current.lastSeenAt >= sessionDuration) return '会话已过期，请重新登录';
    // A use is noted at most once per tenth of the time.
    if (this.now - current.lastSeenAt >= sessionDuration / 10) current.lastSeenAt = this.now;
    return { name: current.name };
  }
}
