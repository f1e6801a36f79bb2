/** What a picture is made of: an answer of `stats`, of one day or of several. */
export type Figures = {
  averageWaitSeconds: number | null;
  medianWaitSeconds: number | null;
  p90WaitSeconds: number | null;
  byHour: { hour: number; fetched: number; called: number; averageWaitSeconds: number | null }[];
  days?: Day[];
};
type Day = {
  day: string;
  fetched: number;
  called: number;
  medianWaitSeconds: number | null;
  p90WaitSeconds: number | null;
};

/** An hour or a day, from left to right. `waits`: seconds, one for each line. */
export type Column = { name: string; fetched: number; called: number; waits: (number | null)[] };

/** A line of waits: through all columns, or one level for all of them. `seconds`: of all columns together. */
export type Line = { name: [chinese: string, english: string]; mark: string; seconds: number | null };

export type Columns = { unit: string; columns: Column[]; lines: Line[]; levels: Line[] };

/** Reads the figures of a day by hour, and those of several days by day. */
export const toColumns = (figures: Figures): Columns => {
  const median: Line = { name: ['中位', 'median'], mark: 'median', seconds: figures.medianWaitSeconds };
  const p90: Line = { name: ['九成', 'p90'], mark: 'p90', seconds: figures.p90WaitSeconds };
  if (figures.days) {
    const columns = figures.days.map(({ day, fetched, called, medianWaitSeconds, p90WaitSeconds }) => ({
      ...{ name: day.slice(5), fetched, called },
      waits: [medianWaitSeconds, p90WaitSeconds],
    }));
    return { unit: '', columns, lines: [median, p90], levels: [] };
  }
  const columns = figures.byHour.map(({ hour, fetched, called, averageWaitSeconds }) => ({
    ...{ name: String(hour), fetched, called },
    waits: [averageWaitSeconds],
  }));
  const average: Line = { name: ['平均', 'mean'], mark: 'mean', seconds: figures.averageWaitSeconds };
  return { unit: '时 h', columns, lines: [average], levels: [median, p90] };
};
