import { complain } from '../dom.ts';
import type { NewEntry } from '../entry.ts';
import { type Fetch, recordedFetch } from '../fetch.ts';
import type { Log } from '../log.ts';
import type { Instrument } from './api.ts';

export type Behaviour =
  | 'refuses'
  | 'late'
  | 'twice'
  | 'never'
  | 'badly signed'
  | 'lost answer'
  | 'reports first'
  | 'reports answered'
  | 'clock put back';

/** A cabinet as it stands there. The last captcha is the one on its display; `next`: how it will carry commands out. */
export type Cabinet = {
  deviceID: string;
  name: string;
  captchas: string[];
  doors: { opened: boolean }[];
  instruments: Instrument[];
  next: Behaviour[];
};

export type Cabinets = {
  /** Says how a cabinet carries its next command out. */
  behave(cabinet: Cabinet, next: Behaviour): Promise<void>;
};

type Listener = { seen(cabinets: Cabinet[]): void; reached(isThere: boolean): void };

const LOOK_EVERY = 500;

/** Looks at the simulated cabinets all the time, and notes what they do. */
export const watchCabinets = (url: string, log: Log, { seen, reached }: Listener): Cabinets => {
  const send: Fetch = recordedFetch(log);
  let before: Cabinet[] = [];

  const look = async (): Promise<void> => {
    const now = await fetch(`${url}/cabinets`)
      .then((response) => response.json() as Promise<Cabinet[]>)
      .catch(() => undefined);
    reached(now !== undefined);
    if (!now) return;
    for (const cabinet of now) {
      const old = before.find(({ deviceID }) => deviceID === cabinet.deviceID);
      for (const entry of old ? changesOf(old, cabinet) : []) log.add(entry);
    }
    before = now;
    seen(now);
  };
  const lookOn = (): void => {
    look()
      .catch(complain)
      .finally(() => setTimeout(lookOn, LOOK_EVERY));
  };
  lookOn();

  return {
    behave: async ({ deviceID, name }, next) => {
      const entry = { who: name, kind: 'cabinet', name: 'behaviour', sent: { next } } as const;
      const init = { method: 'POST', body: JSON.stringify({ next }) };
      await send<Cabinet>(entry, `${url}/cabinets/${deviceID}/behaviour`, init);
      await look();
    },
  };
};

/** What a cabinet has done meanwhile: how it took a command, what moved, and its doors. */
const changesOf = (before: Cabinet, now: Cabinet): NewEntry[] => {
  const note = (name: string, received: unknown): NewEntry => ({
    who: now.name,
    kind: 'cabinet',
    way: '←',
    name,
    received,
  });
  const done = before.next.slice(0, Math.max(before.next.length - now.next.length, 0));
  const moves = now.instruments.flatMap((instrument, i) => {
    const { typeName, remained } = instrument;
    const was = before.instruments[i]?.remained ?? remained;
    if (was === remained) return [];
    return [note(remained < was ? '取走' : '放回', { [typeName]: `${was} → ${remained}` })];
  });
  const doors = now.doors.flatMap(({ opened }, i) => {
    if (before.doors[i]?.opened === opened) return [];
    return [note(opened ? '开门' : '关门', { door: now.instruments[i]?.typeName })];
  });
  return [...done.map((how) => note('收到命令', { behaviour: how })), ...doors, ...moves];
};
