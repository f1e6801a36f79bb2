import { reserved, type Waiting, type WaitingList } from './waiting.ts';

/** A type of instruments in a cabinet: how many it has places for, and how many are in it. */
export type Instrument = { typeID: string; typeName: string; total: number; remained: number };

type Stock = { instruments: Instrument[]; waiting: WaitingList };

/** A cabinet's instruments as they can be had: what was last reported, less what is being fetched. */
export const available = ({ instruments, waiting }: Stock): Instrument[] =>
  instruments.map((instrument) => {
    const { typeID, typeName, total } = instrument;
    const promised = reserved(waiting, { kind: 'rent', typeID });
    return { typeID, typeName, total, remained: within(instrument, instrument.remained - promised) };
  });

/** How many places for a type are free, less those for what is being brought back. */
export const freePlaces = ({ instruments, waiting }: Stock, typeID: string): number => {
  const instrument = instruments.find((one) => one.typeID === typeID);
  if (!instrument) return 0;
  const free = instrument.total - within(instrument, instrument.remained);
  return free - reserved(waiting, { kind: 'revert', typeID });
};

/** The instruments after one of a type has left (`rent`) or come back (`revert`). */
export const moved = (instruments: Instrument[], { kind, typeID }: Pick<Waiting, 'kind' | 'typeID'>) =>
  instruments.map((instrument) =>
    instrument.typeID === typeID
      ? { ...instrument, remained: within(instrument, instrument.remained + (kind === 'rent' ? -1 : 1)) }
      : instrument,
  );

const within = ({ total }: Instrument, count: number): number => Math.min(Math.max(count, 0), total);
