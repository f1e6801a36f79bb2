import { type Command, type Group, nameOf } from './command.ts';
import { table } from './table.ts';

const CALL = 'npm run admin --';

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

const OPTIONS = `Options of every command:
${indent(
  table([
    ['--stage <stage>', 'the deployment: local, which npm start runs (the default), or a deployed stage'],
    ['--region <region>', 'its AWS region; else AWS_REGION, else the region of serverless.yml'],
    ['--json', 'prints JSON'],
    ['-h, --help', 'explains a command'],
  ]),
)}`;

const REST = `Stage local is the DynamoDB of npm start (PORT + 3), or the one that AWS_ENDPOINT_URL_DYNAMODB names. Any other
stage is reached with the AWS credentials of the environment. Without --stage, table names that the environment
gives (SESSIONS_TABLE and so on) win over those of stage local.

It ends with 0 when all is done, 1 when something could not be done, and 2 when the command was wrong.`;

/** Explains everything: the groups, and their commands in a line each. */
export const topHelp = (groups: Record<string, Group>): string => {
  const lines = table(
    Object.entries(groups).flatMap(([group, { commands }]) =>
      commands.map((one) => [`${group} ${nameOf(one)}`, one.summary]),
    ),
  ).split('\n');
  const blocks = Object.values(groups).map(
    ({ summary, commands }) => `${summary}:\n${indent(lines.splice(0, commands.length).join('\n'))}`,
  );
  const intro = `Administers a deployment, local or on AWS.\n\nUsage: ${CALL} <group> <command> [options]`;
  return [intro, ...blocks, OPTIONS, REST].join('\n\n');
};

/** Explains the commands of a group. */
export const groupHelp = (name: string, { summary, commands }: Group): string =>
  [`${name}: ${summary}`, ...commands.map((one) => usageOf(name, one)), OPTIONS].join('\n\n');

/** Explains one command. */
export const commandHelp = (group: string, one: Command): string => `${usageOf(group, one)}\n\n${OPTIONS}`;

/** A command's usage, what it does and what else there is to know. */
export const usageOf = (group: string, { usage, summary, details }: Command): string =>
  `Usage: ${CALL} ${group} ${usage}\n${indent(details ? `${summary}\n${details}` : summary)}`;
