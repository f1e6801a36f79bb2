import { isRunning, stopChildren } from './child.ts';
import { Complaint } from './complaint.ts';
import { openData } from './data.ts';
import { elsewhere, localEnvironment } from './environment.ts';
import { whyTaken } from './ports.ts';
import { HELP, type Ports, portExample, readSettings, type Settings } from './settings.ts';

type External = ReturnType<typeof elsewhere>;

const PURPOSE: Record<keyof Ports, string> = {
  http: 'HTTP API',
  websocket: 'WebSocket',
  lambda: 'Lambda invoke',
  dynamodb: 'DynamoDB',
  wechat: 'WeChat simulator',
  s3: 'S3',
  cabinets: 'cabinet simulator',
};

let isEnding = false;

/** `npm start`: starts the product, and ends only together with everything that it started. */
const main = async (): Promise<void> => {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings.help) return console.log(HELP);

  // A terminal and npm may both deliver a signal; the second one changes nothing.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) process.on(signal, () => end(0));
  process.on('uncaughtException', fail);
  watchNpm();

  const external = elsewhere(process.env);
  await checkPorts(settings.ports, external);
  const data = await openData(settings.data, { fresh: settings.fresh, port: settings.ports.http });
  setEnvironment(await localEnvironment(settings.ports, process.env));

  const { startProduct } = await import('./product.ts');
  const { broken } = await startProduct({ ...settings, data, external });
  if (isEnding) return;
  console.log(addresses(settings, external));
  broken.then((sentence) => fail(new Complaint(`${sentence}; everything else is stopped.`)));
};

/** npm passes a signal on to its shell, and some shells then end alone: this process is not to stay behind. */
const watchNpm = (): void => {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  setInterval(() => (isRunning(shell) && process.ppid === shell ? undefined : end(0)), 300).unref();
};

/** @throws Complaint that names every needed port that is not to be had */
const checkPorts = async (ports: Ports, external: Partial<External>): Promise<void> => {
  const needed = (Object.keys(ports) as (keyof Ports)[]).filter((name) => !external[name as keyof External]);
  const problems = await Promise.all(
    needed.map(async (name) => {
      const reason = await whyTaken(ports[name]);
      return reason ? [`port ${ports[name]} (${PURPOSE[name]}): ${reason}`] : [];
    }),
  );
  const sentence = problems.flat().join('; ');
  if (sentence) {
    throw new Complaint(
      `callme cannot use ${sentence}. Choose other ports: ${portExample(ports.http < 60_000 ? ports.http + 1_000 : 3_000)}.`,
    );
  }
};

const setEnvironment = (variables: Record<string, string | undefined>): void => {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
};

const addresses = ({ ports, data }: Settings, external: External): string => {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_S3, WECHAT_API_BASE_URL } = process.env;
  const hint = `POST /simulator/login {"appid":"wx-demo-eater","openid":"anna"} answers a code for login`;
  const kept = external.dynamodb && external.s3 ? [] : [`Data              ${data} (--fresh empties it)`];
  return [
    `Console           http://localhost:${ports.http}/console`,
    `HTTP API          http://localhost:${ports.http}`,
    `WeChat            ${WECHAT_API_BASE_URL}${external.wechat ? '' : `\n                  ${hint}`}`,
    `Cabinets          http://localhost:${ports.cabinets}/cabinets`,
    `DynamoDB          ${AWS_ENDPOINT_URL_DYNAMODB}`,
    `S3                ${AWS_ENDPOINT_URL_S3}`,
    ...kept,
    'Ctrl-C stops it.',
    `callme is ready: http://localhost:${ports.http}`,
  ].join('\n');
};

const fail = (error: unknown): Promise<void> => {
  const isExpected = error instanceof Complaint;
  return end(1, isExpected ? error.message : error);
};

/** Ends every process that was started, and then this one; what failed first is said, what fails thereby is not. */
const end = async (code: 0 | 1, reason?: unknown): Promise<void> => {
  if (isEnding) return;
  isEnding = true;
  if (reason !== undefined) console.error(reason);
  await stopChildren();
  process.exit(code);
};

main().catch(fail);
