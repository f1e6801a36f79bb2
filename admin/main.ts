import { parseArgs } from 'node:util';
import { COMMON_OPTIONS, type Group, isNameless, nameOf, readGiven, UsageError } from './command.ts';
import { environmentFor } from './environment.ts';
import { commandHelp, groupHelp, topHelp, usageOf } from './help.ts';

/** What a run of the program leaves. 0: done. 1: it could not be done. 2: the command was wrong. */
export type Result = { exitCode: 0 | 1 | 2; stdout: string; stderr: string };

/** Every group of commands. They are loaded once the environment stands: what they import reads it. */
const GROUPS: Record<string, () => Promise<{ group: Group }>> = {
  apps: () => import('./apps.ts'),
  admins: () => import('./admins.ts'),
  sellers: () => import('./sellers.ts'),
  stats: () => import('./stats.ts'),
  recipes: () => import('./recipes.ts'),
  devices: () => import('./devices.ts'),
  replies: () => import('./replies.ts'),
  sessions: () => import('./sessions.ts'),
  measurements: () => import('./measurements.ts'),
};

/** Runs `npm run admin -- <argv>`, and sets the process environment for it. */
export const runAdmin = async (argv: string[]): Promise<Result> => {
  try {
    const { text, isBad = false } = await perform(argv);
    return { exitCode: isBad ? 1 : 0, stdout: `${text}\n`, stderr: '' };
  } catch (error) {
    if (error instanceof UsageError) {
      const help = error.help ?? 'npm run admin -- --help explains every command.';
      return { exitCode: 2, stdout: '', stderr: `${error.message}.\n\n${help}\n` };
    }
    const { explain } = await import('./failures.ts');
    return { exitCode: 1, stdout: '', stderr: `${explain(error, process.env)}\n` };
  }
};

/** Does what the arguments say, and returns what there is to print. */
const perform = async (argv: string[]): Promise<{ text: string; isBad?: boolean }> => {
  const { words, help, json, ...target } = readCommon(argv);
  applyEnvironment(await environmentFor(target, process.env));
  const [groupName, commandName] = words;

  const group = groupName === undefined ? undefined : await loadGroup(groupName);
  if (!groupName || !group) {
    const text = topHelp(await loadAll());
    if (help && !groupName) return { text };
    throw new UsageError(groupName ? `There is no group "${groupName}"` : 'A command is missing', text);
  }
  const command = group.commands.find((one) => isNameless(one) || nameOf(one) === commandName);
  if (!command) {
    const text = groupHelp(groupName, group);
    if (help && !commandName) return { text };
    const what = commandName ? `There is no command "${groupName} ${commandName}"` : 'A command is missing';
    throw new UsageError(what, text);
  }
  if (help) return { text: commandHelp(groupName, command) };

  try {
    const { data, text, isBad = false } = await command.run(readGiven(command, argv));
    return { text: json ? JSON.stringify(data, null, 2) : text, isBad };
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(error.message, usageOf(groupName, command));
    throw error;
  }
};

/** Reads what every command takes, before it is known which one it is. */
const readCommon = (argv: string[]) => {
  const { positionals, values } = parseArgs({
    args: argv,
    options: COMMON_OPTIONS,
    allowPositionals: true,
    strict: false,
  });
  const text = (name: 'stage' | 'region') => {
    const value = values[name];
    if (value === undefined || (typeof value === 'string' && value !== ''))
      return value as string | undefined;
    throw new UsageError(`--${name} needs a value`);
  };
  return {
    words: positionals,
    help: values.help === true,
    json: values.json === true,
    stage: text('stage'),
    region: text('region'),
  };
};

const applyEnvironment = (variables: Record<string, string | undefined>): void => {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
};

const loadGroup = async (name: string): Promise<Group | undefined> =>
  Object.hasOwn(GROUPS, name) ? (await GROUPS[name]?.())?.group : undefined;

const loadAll = async (): Promise<Record<string, Group>> => {
  const names = Object.keys(GROUPS);
  const groups = await Promise.all(names.map(loadGroup));
  return Object.fromEntries(names.map((name, i) => [name, groups[i] as Group]));
};

if (import.meta.main) {
  const { exitCode, stdout, stderr } = await runAdmin(process.argv.slice(2));
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
}
