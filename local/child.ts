import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

export type ChildOptions = {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Run by the system's shell: what Windows needs for a `.cmd` file. Arguments must be quoted for it. */
  shell?: boolean;
  /** Keeps a channel open by which the child notices that this process is gone. */
  leashed?: boolean;
  /** Told of every line that the child prints. */
  onLine: (line: string) => void;
};

/** A process that this one started. `exited` settles when it has ended, and says with what: `code 1`, `SIGKILL`. */
export type Child = { pid: number; exited: Promise<string>; stop: () => Promise<void> };

const GRACE = 3_000;
const isWindows = process.platform === 'win32';

const children = new Set<Child>();
let closing = false;
// The last resort when this process ends without a word, as a test run does that is cut short.
process.once('exit', () => {
  for (const { pid } of children) kill(pid, 'SIGKILL');
});

/** Starts a process; `stopChildren` ends it whatever happens. */
export const startChild = (command: string, args: string[], options: ChildOptions): Child => {
  if (closing) throw new Error('This process is about to end');
  const { onLine, leashed = false, ...others } = options;
  const spawned = spawn(command, args, {
    ...others,
    stdio: ['ignore', 'pipe', 'pipe', ...(leashed ? (['ipc'] as const) : [])],
    // A group of its own: Ctrl-C in a terminal reaches this process alone, which then ends its children in order, and
    // a command that starts another, as npx does, ends together with it. On Windows it would open a window instead.
    detached: !isWindows,
    windowsHide: true,
  });
  for (const stream of [spawned.stdout, spawned.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', onLine);
  }
  const pid = spawned.pid ?? 0;
  const exited = waitForEnd(spawned, pid);
  const child: Child = { pid, exited, stop: () => end(pid, exited) };
  children.add(child);
  exited.then(() => children.delete(child));
  return child;
};

/** Ends every process that `startChild` started, and lets it start no more. */
export const stopChildren = async (): Promise<void> => {
  closing = true;
  await Promise.all([...children].map(({ stop }) => stop()));
};

/** Whether `stopChildren` was called: what fails from then on fails thereby. */
export const isClosing = (): boolean => closing;

/** Whether there is a process of this id, whoever started it. */
export const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Ends a process together with those that it started. One that is gone already is no error. */
export const kill = (pid: number, signal: 'SIGTERM' | 'SIGKILL'): void => {
  if (pid === 0) return;
  if (isWindows) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of its group is left.
  }
};

const waitForEnd = (child: ChildProcess, pid: number): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // What it had started itself is not to outlive it.
    child.once('exit', () => isWindows || kill(pid, 'SIGKILL'));
    child.once('close', (code, signal) => resolve(signal ?? `code ${code}`));
  });

const end = async (pid: number, exited: Promise<string>): Promise<void> => {
  kill(pid, 'SIGTERM');
  const force = setTimeout(() => kill(pid, 'SIGKILL'), GRACE);
  await exited;
  clearTimeout(force);
};
