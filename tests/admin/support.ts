import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Result, runAdmin } from '../../admin/main.ts';

export const DONE = 0;
export const NOT_DONE = 1;
export const WRONG_COMMAND = 2;

/** Runs a command in this process, on the test file's own tables. */
export const admin = (...argv: string[]): Promise<Result> => runAdmin(argv);

/** Runs a command that must succeed, and reads its JSON. */
export const adminJson = async <T>(...argv: string[]): Promise<T> => {
  const { stdout, stderr } = await admin(...argv, '--json');
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout) as T;
};

/** Runs the program itself, as `npm run admin` does. A variable that is undefined is not set. */
export const adminProcess = (
  argv: string[],
  { env = {}, stdin }: { env?: Record<string, string | undefined>; stdin?: string } = {},
): Promise<Result> =>
  new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL('../../admin/main.ts', import.meta.url));
    const child = spawn(process.execPath, [program, ...argv], {
      env: { ...process.env, ...env },
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk: Buffer) => {
      output.stdout += chunk;
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      output.stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code as Result['exitCode'], ...output }));
    // It stays open, as a terminal does: the program must not wait for its end.
    child.stdin?.write(stdin ?? '');
  });
