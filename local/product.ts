import { demoCabinets } from './cabinet/demo.ts';
import { startCabinets } from './cabinet/server.ts';
import { isClosing } from './child.ts';
import { Complaint } from './complaint.ts';
import type { Data } from './data.ts';
import { DEMO_WECHAT, writeDemoData } from './demo.ts';
import { startDynamoDB } from './dynamodb.ts';
import type { elsewhere } from './environment.ts';
import { startOffline } from './offline.ts';
import { createBucket, startS3 } from './s3.ts';
import type { Ports } from './settings.ts';
import { createTables } from './tables.ts';
import { startWechat } from './wechat/server.ts';

export type ProductOptions = {
  ports: Ports;
  data: Data;
  /** Which servers run elsewhere and are not started. */
  external: ReturnType<typeof elsewhere>;
  verbose: boolean;
};

/**
 * Starts the whole product and waits until it answers. The environment must be the local one before this module
 * is imported: the functions' code reads it then.
 * @returns `broken`, which says what happened when a process of it has ended
 */
export const startProduct = async (options: ProductOptions): Promise<{ broken: Promise<string> }> => {
  const { ports, data, external, verbose } = options;
  const dynamodb = external.dynamodb
    ? undefined
    : await startDynamoDB({ port: ports.dynamodb, file: data.dynamodb });
  const [offline] = await Promise.all([
    startOffline({ ports, verbose, streams: data.streams, dynamodbPid: dynamodb?.pid }),
    external.wechat || startWechat({ apps: DEMO_WECHAT, port: ports.wechat }),
    prepareS3(options),
    prepareDynamoDB(),
  ]);
  await startCabinets({
    url: `http://127.0.0.1:${ports.http}`,
    cabinets: await demoCabinets(),
    port: ports.cabinets,
    onTrouble: sayTrouble,
  });
  return {
    broken: Promise.race([
      offline.exited.then((how) => `The functions (serverless-offline) ended unexpectedly with ${how}`),
      ...(dynamodb
        ? [dynamodb.exited.then((how) => `The embedded DynamoDB ended unexpectedly with ${how}`)]
        : []),
    ]),
  };
};

const sayTrouble = (cabinet: string, trouble: string | undefined): void => {
  if (isClosing()) return;
  console.log(`Cabinet ${cabinet}: ${trouble ? `its reports are not taken (${trouble})` : 'reports again'}`);
};

const prepareS3 = async ({ ports, data, external }: ProductOptions): Promise<void> => {
  if (external.s3) await reach('S3', createBucket);
  else await startS3({ port: ports.s3, directory: data.s3 });
};

const prepareDynamoDB = (): Promise<void> =>
  reach('DynamoDB', async () => {
    await createTables(process.env as Record<string, string>);
    await writeDemoData();
  });

/** Says which server failed, and where it was looked for: it may be one that somebody else runs. */
const reach = async (name: 'DynamoDB' | 'S3', work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const { message, code = (error as Error).name } = error as NodeJS.ErrnoException;
    const variable = `AWS_ENDPOINT_URL_${name.toUpperCase()}`;
    throw new Complaint(`The ${name} at ${process.env[variable]} (${variable}) failed: ${message || code}`);
  }
};
