import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BEHAVIOURS } from './behaviours.ts';
import { Cabinet, type CabinetOptions } from './cabinet.ts';

export type Cabinets = { url: string; stop(): Promise<void> };

export type CabinetsOptions = {
  /** The HTTP API that the cabinets report to. */
  url: string;
  cabinets: Omit<CabinetOptions, 'url' | 'reportEvery' | 'onTrouble'>[];
  /** Where they can be looked at and told how to behave. 0 or absent: any free port. */
  port?: number;
  reportEvery?: number;
  onTrouble?: (name: string, trouble: string | undefined) => void;
};

/** A request to the controls, answered with a sentence. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** So often that whoever presses the button sees the door open within 2 seconds. */
const REPORT_EVERY = 2_000;
const LARGEST = 10_000;
// The console, a page of another origin, shows them.
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'content-type',
};

/**
 * Switches simulated cabinets on, and waits until each has reported once, or tried to. `GET /cabinets` shows them;
 * `POST /cabinets/<deviceID>/behaviour {"next":"late"}` says how the next command is carried out.
 */
export const startCabinets = async (options: CabinetsOptions): Promise<Cabinets> => {
  const { url, port = 0, reportEvery = REPORT_EVERY, onTrouble } = options;
  const cabinets = new Map(
    options.cabinets.map((one) => [
      one.deviceID,
      new Cabinet({ ...one, url, reportEvery, onTrouble: (trouble) => onTrouble?.(one.name, trouble) }),
    ]),
  );
  const server = createServer((request, response) => {
    answer(cabinets, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  await Promise.all([...cabinets.values()].map((cabinet) => cabinet.start()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      for (const cabinet of cabinets.values()) cabinet.stop();
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
};

const answer = async (
  cabinets: Map<string, Cabinet>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (request.method === 'OPTIONS') return void response.writeHead(204, CORS).end();
  const { status, json } = await control(cabinets, request).then(
    (json) => ({ status: 200, json }),
    (error: Error) => ({
      status: error instanceof Refusal ? error.status : 500,
      json: { error: error.message },
    }),
  );
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...CORS })
    .end(JSON.stringify(json));
};

const control = async (cabinets: Map<string, Cabinet>, request: IncomingMessage): Promise<unknown> => {
  const [, root, deviceID = '', action] = (request.url ?? '').split('/');
  const wanted = `${request.method} ${action ?? ''}`;
  if (root !== 'cabinets')
    throw new Refusal(404, 'There are GET /cabinets and POST /cabinets/<deviceID>/behaviour.');
  if (wanted === 'GET ' && !deviceID) return [...cabinets.values()].map((cabinet) => cabinet.state());

  const cabinet = cabinets.get(deviceID);
  if (!cabinet)
    throw new Refusal(
      404,
      `There is no cabinet "${deviceID}": there are ${[...cabinets.keys()].join(', ')}.`,
    );
  if (wanted === 'GET ') return cabinet.state();
  if (wanted !== 'POST behaviour')
    throw new Refusal(405, 'A cabinet takes GET, and POST /cabinets/<deviceID>/behaviour.');
  const { next } = await readJson(request);
  const behaviour = BEHAVIOURS.find((one) => one === next);
  if (!behaviour) throw new Refusal(400, `"next" must be one of: ${BEHAVIOURS.join(', ')}.`);
  cabinet.behave(behaviour);
  return cabinet.state();
};

const readJson = async (request: IncomingMessage): Promise<{ next?: unknown }> => {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LARGEST) throw new Refusal(413, 'The body is too large.');
  }
  try {
    return (JSON.parse(text) as { next?: unknown } | null) ?? {};
  } catch {
    throw new Refusal(400, 'The body must be a JSON object.');
  }
};
