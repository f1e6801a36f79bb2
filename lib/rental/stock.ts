/** A type of instruments in a cabinet: how many it has places for, and how many are in it. */
export type Instrument = { typeID: string; typeName: string; total: number; remained: number };

/** What a cabinet was asked for and has not answered. It reserves the item or the place until `expires` (epoch ms). */
export type Waiting = { kind: 'rent' | 'revert'; typeID: string; uuid: string; expires: number };

type Stock = { instruments: Instrument[]; waiting: Record<string, Waiting> };

/** What a cabinet is still asked for, by command. */
export const living = (waiting: Record<string, Waiting>): Record<string, Waiting> =>
  Object.fromEntries(Object.entries(waiting).filter(([, { expires }]) => expires > Date.now()));

/** A cabinet's instruments as they can be had: what was last reported, less what is being fetched. */
export const available = ({ instruments, waiting }: Stock): Instrument[] =>
  instruments.map((instrument) => {
    const { typeID, typeName, total } = instrument;
    const remained = within(instrument, instrument.remained - reserved(waiting, 'rent', typeID));
    return { typeID, typeName, total, remained };
  });

/** How many places for a type are free, less those for what is being brought back. */
export const freePlaces = ({ instruments, waiting }: Stock, typeID: string): number => {
  const instrument = instruments.find((one) => one.typeID === typeID);
  if (!instrument) return 0;
  const free = instrument.total - within(instrument, instrument.remained);
  return free - reserved(waiting, 'revert', typeID);
};

/** The instruments after one of a type has left (`rent`) or come back (`revert`). */
export const moved = (instruments: Instrument[], { kind, typeID }: Pick<Waiting, 'kind' | 'typeID'>) =>
  instruments.map((instrument) =>
    instrument.typeID === typeID
      ? { ...instrument, remained: within(instrument, instrument.remained + (kind === 'rent' ? -1 : 1)) }
      : instrument,
  );

const reserved = (waiting: Record<string, Waiting>, kind: Waiting['kind'], typeID: string): number =>
  Object.values(living(waiting)).filter((one) => one.kind === kind && one.typeID === typeID).length;

const within = ({ total }: Instrument, count: number): number => Math.min(Math.max(count, 0), total);
