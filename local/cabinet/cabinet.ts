import { randomInt } from 'node:crypto';
import type { CabinetPath } from '../../lib/rental/signature.ts';
import type { Instrument } from '../../lib/rental/stock.ts';
import { type Command, type Identity, speak } from './api.ts';
import type { Behaviour } from './behaviours.ts';
import { Clock } from './clock.ts';

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
const SLOW = 120_000;
const SLOW_FOR = 30_000;

/** A simulated cabinet: it shows captchas, reports, and does, in its own way, what it is asked. */
export class Cabinet {
  readonly #options: CabinetOptions;
  readonly #clock = new Clock();
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
    const commands = await this.#sendReport(this.#answered());
    for (const command of commands.filter(({ id }) => !this.#known.has(id))) await this.#carryOut(command);
  }

  async #sendReport(more: { answered?: string[] }): Promise<Command[]> {
    const { status, body } = await this.#send('/device/report', { ...this.#news(), ...more });
    if (body.status !== 'accepted') throw new Error(`${status} ${body.status}`);
    return body.commands ?? [];
  }

  async #carryOut(command: Command): Promise<void> {
    this.#known.add(command.id);
    const how = this.#next.shift() ?? 'well';
    if (how === 'never') return;
    if (how === 'late') return this.#carryOutLate(command);
    if (how === 'clock put back') this.#putClockBack();
    const result = how === 'refuses' ? refusal(command, 'out of order') : this.#move(command);
    this.#unsent.push(result);
    // What these are answered comes again with the next report.
    if (how === 'reports first') await this.#sendReport({});
    if (how === 'reports answered') await this.#sendReport(this.#answered());
    await this.#tell(result, how);
  }

  #carryOutLate(command: Command): void {
    this.#after(Date.parse(command.expires) - Date.now() + 1_000, () => {
      this.#unsent.push(this.#move(command));
      this.report();
    });
  }

  #putClockBack(): void {
    this.#clock.setSlow(SLOW);
    this.#after(SLOW_FOR, () => this.#clock.setSlow(0));
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms).unref();
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
    const send = (wronglySigned = false) => this.#send('/device/result', result, wronglySigned);
    const { status } = await send(how === 'badly signed');
    if (how === 'twice') await send();
    // What the API can never take would be sent for ever: only whoever was not understood is to try again.
    const isDone = status < 500 && status !== 403 && how !== 'lost answer';
    if (isDone) this.#unsent = this.#unsent.filter((one) => one !== result);
  }

  #send(path: CabinetPath, said: object, wronglySigned = false) {
    return speak(this.#options, path, said, { time: this.#clock.now(), wronglySigned });
  }

  /** Which results its numbers have in them, and the API may not have. */
  #answered() {
    return { answered: this.#unsent.map(({ commandId }) => commandId) };
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
