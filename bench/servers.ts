import { join } from 'node:path';
import { startDynamoDB } from '../local/dynamodb.ts';
import { localEnvironment } from '../local/environment.ts';
import { freePorts } from '../local/ports.ts';
import { startS3 } from '../local/s3.ts';
import { type Ports, portsFrom } from '../local/settings.ts';
import { createTables } from '../local/tables.ts';
import { startWechat } from '../local/wechat/server.ts';
import { startSockets } from './sockets.ts';

/** What the functions are told beside addresses, as serverless.yml does unless asked otherwise. */
const SETTINGS = {
  DEFAULT_APP: '1',
  RECIPES_IDLE_MINUTES: '30',
  MEDIA_URL: undefined,
  H5_COOKIE_DOMAIN: undefined,
  H5_ENGINE: 'rules',
  VERSION: '0.0.0',
};

/**
 * Points the environment at servers of the bench's own, whatever it named before: measuring writes, and must never
 * meet real data. Comes before every import of the functions' code.
 * @returns the servers' ports
 */
export const setEnvironment = async (): Promise<Ports> => {
  const ports = portsFrom(await freePorts(7));
  const variables = await localEnvironment(ports, {});
  for (const [name, value] of Object.entries({ ...variables, ...SETTINGS })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  return ports;
};

/** Starts DynamoDB, S3, the WeChat simulator and what takes posts, with the tables and apps that the functions expect. */
export const startServers = async (ports: Ports, directory: string): Promise<{ stop: () => unknown }> => {
  const { DEMO_APPS, writeDemoData } = await import('../local/demo.ts');
  const servers = await Promise.all([
    startDynamoDB({ port: ports.dynamodb }),
    startS3({ port: ports.s3, directory: join(directory, 's3') }),
    startWechat({ apps: DEMO_APPS, port: ports.wechat }),
    startSockets(ports.websocket),
  ]);
  await createTables(process.env as Record<string, string>);
  await writeDemoData();
  const [dynamodb, s3, wechat, sockets] = servers;
  return { stop: () => Promise.all([dynamodb.stop(), s3.stop(), wechat.close(), sockets.stop()]) };
};
