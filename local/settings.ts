import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Complaint } from './complaint.ts';

/** What `npm start` was asked for. */
export type Settings = { ports: Ports; data: string; fresh: boolean; verbose: boolean; help: boolean };
export type Ports = ReturnType<typeof portsFrom>;

type Variables = Record<string, string | undefined>;

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const HELP = `Runs the whole product on this machine: DynamoDB, S3, WeChat simulator, demo data, every function. Ctrl-C ends it.

Usage: npm start -- [options]

  --fresh        forgets what earlier starts have kept
  --data <dir>   where DynamoDB and S3 keep their data (default: .callme)
  --verbose      shows all that serverless-offline says
  --help         explains this

Environment:
  PORT                       HTTP API (default 3000); WebSocket at PORT+1, Lambda invoke +2, DynamoDB +3,
                             WeChat simulator +4, S3 +5, cabinet simulator +6
  AWS_ENDPOINT_URL_DYNAMODB  another DynamoDB: none is started then, and --fresh leaves it alone
  AWS_ENDPOINT_URL_S3        another S3: likewise
  WECHAT_API_BASE_URL        another WeChat: no simulator is started then
  WECHAT_OPEN_BASE_URL       another page that asks an H5 user's consent; default the simulator's, or WeChat's own
                             when WECHAT_API_BASE_URL is set
  H5_REDIRECT_BASES          where an H5 login may lead back to; default this machine's HTTP API
  H5_JSSDK_HOSTS             hosts whose pages get JS-SDK signatures; default this machine's HTTP API`;

const LAST_PORT = 65_535;

/**
 * Reads the command line and the environment.
 * @throws Complaint when they ask for what there is not
 */
export const readSettings = (args: string[], env: Variables): Settings => {
  const { data = '.callme', fresh, verbose = false, help = false } = readOptions(args);
  return {
    ports: portsFrom(readPort(env.PORT || '3000')),
    data: resolve(ROOT, data),
    // `npm start --fresh`, without the `--` between, gives npm the option.
    fresh: fresh ?? env.npm_config_fresh === 'true',
    verbose,
    help,
  };
};

const readOptions = (args: string[]) => {
  try {
    const options = {
      data: { type: 'string' },
      fresh: { type: 'boolean' },
      verbose: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    // Of several sentences the first says what is wrong.
    const [what] = (error as Error).message.split('. ');
    throw new Complaint(`${what?.replace(/\.$/, '')}.\n\n${HELP}`);
  }
};

const readPort = (text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port + 6 <= LAST_PORT) return port;
  throw new Complaint(
    `PORT is "${text}", which is no port for the HTTP API: choose a number from 1 to ${LAST_PORT - 6}, ` +
      `such as ${portExample(4000)}.`,
  );
};

/** Every port of a start, from the HTTP API's on. */
export const portsFrom = (port: number) => ({
  http: port,
  websocket: port + 1,
  lambda: port + 2,
  dynamodb: port + 3,
  wechat: port + 4,
  s3: port + 5,
  cabinets: port + 6,
});

/** How a port is chosen, in the shells of macOS and Linux and in that of Windows. */
export const portExample = (port: number): string =>
  `\`PORT=${port} npm start\` (in PowerShell \`$env:PORT=${port}; npm start\`)`;
