/** Milliseconds between two lines: a terminal's is rewritten, a log's stays. */
const OFTEN = 100;
const SELDOM = 2_000;

/**
 * Says on the standard error how far a work is, while it goes on. In a terminal one line per step counts up; elsewhere
 * there is a line every other second. The end of a step is always said.
 */
export const progress = (stream: NodeJS.WriteStream = process.stderr) => {
  let saidAt = Date.now();
  return (step: string, done: number, total: number): void => {
    const isDone = done === total;
    if (!isDone && Date.now() - saidAt < (stream.isTTY ? OFTEN : SELDOM)) return;
    saidAt = Date.now();
    const line = `${step}: ${done}/${total}`;
    stream.write(stream.isTTY ? `\r${line}\x1b[K${isDone ? '\n' : ''}` : `${line}\n`);
  };
};
