import { parseArgs } from 'node:util';

/** What a command has to say: `data` for `--json`, `text` for people. `isBad`: it was done, and what it found is not good. */
export type Output = { data: unknown; text: string; isBad?: boolean };

/** A command that was misspelt or incomplete. `help` is the usage that the user should have seen. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

export type Command = {
  /**
   * The command's grammar as people read it: `put <id> --appid <appid> [--call-template <template>] [--dry-run]`. `run`
   * gets what was given by the names between `<` and `>`, and of a switch its own name.
   */
  usage: string;
  /** One line; `details` is what else `--help` tells. */
  summary: string;
  details?: string;
  run: (given: Record<string, string | undefined>) => Promise<Output>;
};

/** Commands about one thing. Each group is a file of its own. */
export type Group = { summary: string; commands: Command[] };

/** The names between `<` and `>` of a usage, and those of them that stand in brackets. */
type Names<U> = U extends `${string}<${infer Name}>${infer Rest}` ? Name | Names<Rest> : never;
type Optional<U> = U extends `${string}[${infer Option}]${infer Rest}`
  ? Names<Option> | Optional<Rest>
  : never;
/** The options in brackets that take no value. */
type Switch<U> = U extends `${string}[--${infer Option}]${infer Rest}`
  ? (Option extends `${string} ${string}` ? never : Option) | Switch<Rest>
  : never;
type Given<U> = Record<Exclude<Names<U>, Optional<U>>, string> & {
  [Name in Optional<U> | Switch<U>]?: string | undefined;
};

/** Defines a command: its usage says what it takes, and `run` gets just that, by name. */
export const command = <const U extends string>(
  definition: Omit<Command, 'usage' | 'run'> & { usage: U; run: (given: Given<U>) => Promise<Output> },
): Command => definition as Command;

/** The options that every command takes. */
export const COMMON_OPTIONS = {
  stage: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const nameOf = ({ usage }: Command): string => usage.split(' ')[0] as string;

/** Whether a command is the only one of its group and goes by the group's name: `stats <seller>`. */
export const isNameless = ({ usage }: Command): boolean => usage.startsWith('<');

/**
 * Reads what a command was given: the words after `<group> <command>` in the order of its usage, and its options.
 * @throws UsageError that names what is missing, unknown or too much
 */
export const readGiven = (command: Command, argv: string[]): Record<string, string | undefined> => {
  const { names, options, switches } = readUsage(command.usage);
  const own = Object.fromEntries([
    ...options.map(({ option }) => [option, { type: 'string' }]),
    ...switches.map((name) => [name, { type: 'boolean' }]),
  ]);
  const { positionals, values } = parse(argv, { ...COMMON_OPTIONS, ...own });
  const words = positionals.slice(isNameless(command) ? 1 : 2);

  const missing =
    names
      .slice(words.length)
      .filter(({ required }) => required)
      .map(({ name }) => `<${name}>`)[0] ??
    options
      .filter(({ option, required }) => required && !values[option])
      .map(({ option }) => `--${option}`)[0];
  if (missing) throw new UsageError(`${missing} is missing`);
  if (words.length > names.length) throw new UsageError(`"${words[names.length]}" is one word too many`);

  return Object.fromEntries([
    ...names.map(({ name }, i) => [name, words[i]]),
    ...options.map(({ option, name }) => [name, values[option]]),
    ...switches.map((name) => [name, values[name] && 'given']),
  ]);
};

/** Reads a usage: the names of its words, its options, and those of them that take no value. */
const readUsage = (usage: string) => {
  const parts = Array.from(
    usage.matchAll(/(\[)?(?:--([\w-]+) )?<(\w+)>/g),
    ([, bracket, option, name = '']) => ({ required: !bracket, option, name }),
  );
  return {
    names: parts.filter(({ option }) => !option),
    options: parts.flatMap(({ option, name, required }) => (option ? { option, name, required } : [])),
    switches: Array.from(usage.matchAll(/\[--([\w-]+)\]/g), ([, name = '']) => name),
  };
};

const parse = (args: string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options'] & {}) => {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true });
    return { ...parsed, values: parsed.values as Record<string, string | undefined> };
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\.?(?: To specify|\n)/);
    throw new UsageError(sentence as string);
  }
};
