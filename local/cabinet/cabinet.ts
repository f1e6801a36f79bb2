import { randomInt } from 'node:crypto';
import type { Instrument } from '../../lib/rental/stock.ts';
import { type Command, type Identity, speak } from './api.ts';

/**
 * How a cabinet carries a command out.
 *
 *   well           the item moves, and the result is sent
 *   refuses        nothing moves, and the result says so
 *   late           nothing happens until the command has expired; then the item moves, and the result is sent
 *   twice          well, and the result is sent a second time
 *   never          nothing moves, and no result is ever sent
 *   badly signed   the item moves; the first result has a wrong signature, and is sent again with the next report
 *   lost answer    the item moves; the answer to the first result does not arrive, so that it is sent again
 */
export const BEHAVIOURS = [
  'well',
  'refuses',
  'late',
  'twice',
  'never',
  'badly signed',
  'lost answer',
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export type CabinetOptions = Identity & {
  name: string;
  /** What it holds when it is switched on. */
  instruments: Instrument[];
  /** Milliseconds between two reports. */
  reportEvery: number;
  /** Told when the API stops taking reports, or takes them again. */
  onTrouble?: (trouble: string | undefined) => void;
};

type Result = { commandId: string; ok: boolean; reason?: string };

const WORKING_TIME = '08:00-22:00';
const CAPTCHA_EVERY = 30_000;
const DOOR_OPEN = 3_000;

/** A simulated cabinet: it shows captchas, reports, and does, in its own way, what it is asked. */
export class Cabinet {
  readonly #options: CabinetOptions;
  #instruments: Instrument[];
  #captchas = [newCaptcha()];
  #captchaSince = Date.now();
  #openUntil: number[];
  /** How the next commands are carried out, one each; after them, well. */
  #next: Behaviour[] = [];
  readonly #known = new Set<string>();
  /** Results that were not accepted yet. */
  #unsent: Result[] = [];
  #trouble: string | undefined;
  #reporting: Promise<void> = Promise.resolve();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: CabinetOptions) {
    this.#options = options;
    this.#instruments = options.instruments;
    this.#openUntil = options.instruments.map(() => 0);
  }

  /** Switches it on: it reports now, and from then on. */
  async start(): Promise<void> {
    const { reportEvery } = this.#options;
    await this.report();
    this.#timers.add(setInterval(() => this.report(), reportEvery).unref());
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Says how the next command is to be carried out; called again, the one after it. */
  behave(behaviour: Behaviour): void {
    this.#next.push(behaviour);
  }

  /** All that can be seen of it, and how the next commands will be carried out. */
  state() {
    const { deviceID, name } = this.#options;
    return { deviceID, name, ...this.#news(), next: [...this.#next] };
  }

  /** Sends what it has to say, results first: the stock of a report has what they tell in it. */
  report(): Promise<void> {
    this.#reporting = this.#reporting
      .then(() => this.#speak())
      .then(
        () => this.#note(undefined),
        (error: Error) => this.#note(error.message),
      );
    return this.#reporting;
  }

  async #speak(): Promise<void> {
    this.#turnCaptcha();
    for (const result of [...this.#unsent]) await this.#tell(result);
    const { status, body } = await speak(this.#options, '/device/report', this.#news());
    if (body.status !== 'accepted') throw new Error(`${status} ${body.status}`);
    const commands = (body.commands ?? []).filter(({ id }) => !this.#known.has(id));
    for (const command of commands) await this.#carryOut(command);
  }

  async #carryOut(command: Command): Promise<void> {
    this.#known.add(command.id);
    const how = this.#next.shift() ?? 'well';
    if (how === 'never') return;
    if (how === 'late') return this.#carryOutLate(command);
    const result = how === 'refuses' ? refusal(command, 'out of order') : this.#move(command);
    this.#unsent.push(result);
    await this.#tell(result, how);
  }

  #carryOutLate(command: Command): void {
    const wait = Date.parse(command.expires) - Date.now() + 1_000;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#unsent.push(this.#move(command));
      this.report();
    }, wait).unref();
    this.#timers.add(timer);
  }

  /** Opens the door, and the item leaves or comes back, if that is possible. */
  #move(command: Command): Result {
    const index = this.#instruments.findIndex(({ typeID }) => typeID === command.typeID);
    const instrument = this.#instruments[index];
    if (!instrument) return refusal(command, 'no such type');
    const remained = instrument.remained + (command.kind === 'rent' ? -1 : 1);
    if (remained < 0 || remained > instrument.total) return refusal(command, remained < 0 ? 'empty' : 'full');
    this.#instruments = this.#instruments.with(index, { ...instrument, remained });
    this.#openUntil[index] = Date.now() + DOOR_OPEN;
    return { commandId: command.id, ok: true };
  }

  async #tell(result: Result, how: Behaviour = 'well'): Promise<void> {
    const send = (wronglySigned = false) => speak(this.#options, '/device/result', result, { wronglySigned });
    const { status } = await send(how === 'badly signed');
    if (how === 'twice') await send();
    // What the API can never take would be sent for ever: only whoever was not understood is to try again.
    const isDone = status < 500 && status !== 403 && how !== 'lost answer';
    if (isDone) this.#unsent = this.#unsent.filter((one) => one !== result);
  }

  #news() {
    return {
      workingTime: WORKING_TIME,
      captchas: this.#captchas,
      doors: this.#openUntil.map((until) => ({ opened: until > Date.now() })),
      instruments: this.#instruments,
    };
  }

  /** The captcha changes from time to time, and the one before is still good. */
  #turnCaptcha(): void {
    if (Date.now() - this.#captchaSince < CAPTCHA_EVERY) return;
    this.#captchaSince = Date.now();
    this.#captchas = [this.#captchas.at(-1) as string, newCaptcha()];
  }

  #note(trouble: string | undefined): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#options.onTrouble?.(trouble);
  }
}

const newCaptcha = (): string => String(randomInt(1_000)).padStart(3, '0');

const refusal = ({ id }: Command, reason: string): Result => ({ commandId: id, ok: false, reason });
