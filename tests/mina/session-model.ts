import { DAY } from './support.ts';

type Durations = { loginDuration: number; sessionDuration: number };
/** A login as the client remembers it: whose it was, in which app, and the how-manieth. */
export type Ticket = { app: string; user: string; login: number };
/** `endsBy`: when it is over, used or not, because a login has replaced it. */
type Skey = { login: number; createdAt: number; lastSeenAt: number; endsBy?: number };
type User = { name: string | null; newest: Skey; former: Skey[]; isLoggedOut: boolean };

/** What mina's sessions should do, in memory and one step at a time. Times are seconds. */
export class SessionModel {
  now = 0;
  private logins = 0;
  private readonly users = new Map<string, User>();
  private readonly apps: Record<string, Durations>;

  constructor(apps: Record<string, Durations>) {
    this.apps = apps;
  }

  /** `name` is what the user tells; null: nothing. */
  logIn(app: string, user: string, name: string | null): Ticket {
    this.logins += 1;
    const known = this.users.get(`${app}#${user}`);
    const replaced = known && this.lives(known.newest, app, known.isLoggedOut) ? [known.newest] : [];
    this.users.set(`${app}#${user}`, {
      name: name ?? known?.name ?? null,
      newest: { login: this.logins, createdAt: this.now, lastSeenAt: this.now },
      former: [...(known?.former ?? []), ...replaced.map((skey) => ({ ...skey, endsBy: this.now + 60 }))],
      isLoggedOut: false,
    });
    return { app, user, login: this.logins };
  }

  /** Checks the uuid and the skey of a ticket under an app: the name told, or why not. */
  auth(ticket: Ticket, app: string): { name: string | null } | string {
    const found = this.find(ticket, app);
    if (typeof found === 'string') return found;
    const { skey, user } = found;
    // A use is noted at most once per tenth of the time.
    if (this.now - skey.lastSeenAt >= this.of(app).sessionDuration / 10) skey.lastSeenAt = this.now;
    return { name: user.name };
  }

  /** Ends all skeys of a user by one of them: why not, if not. It is no use of the session. */
  logOut(ticket: Ticket, app: string): string | undefined {
    const found = this.find(ticket, app);
    if (typeof found === 'string') return found;
    this.end(ticket);
    return undefined;
  }

  /** The operator ends all skeys of a user. */
  end({ app, user }: Pick<Ticket, 'app' | 'user'>): void {
    const known = this.users.get(`${app}#${user}`);
    if (known) Object.assign(known, { former: [], isLoggedOut: true });
  }

  private find(ticket: Ticket, app: string): { user: User; skey: Skey } | string {
    const user = this.users.get(`${ticket.app}#${ticket.user}`);
    if (ticket.app !== app || !user) return '会话不存在，请重新登录';
    const { newest, former, isLoggedOut } = user;
    const skey = [newest, ...former].find(({ login }) => login === ticket.login);
    if (skey && this.lives(skey, app, isLoggedOut)) return { user, skey };
    if (skey !== newest) return 'skey 错误，请重新登录';
    const isOver = isLoggedOut || this.now - newest.createdAt >= this.of(app).loginDuration * DAY;
    return isOver ? '登录已过期，请重新登录' : '会话已过期，请重新登录';
  }

  private lives(skey: Skey, app: string, isLoggedOut: boolean): boolean {
    const { loginDuration, sessionDuration } = this.of(app);
    return (
      !isLoggedOut &&
      this.now < skey.createdAt + loginDuration * DAY &&
      this.now < skey.lastSeenAt + sessionDuration &&
      this.now < (skey.endsBy ?? Number.POSITIVE_INFINITY)
    );
  }

  private of(app: string): Durations {
    return this.apps[app] as Durations;
  }
}
