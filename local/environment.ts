import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { LOCAL_CREDENTIALS } from './credentials.ts';
import type { Ports } from './settings.ts';

type Variables = Record<string, string | undefined>;
type Declared = {
  service: string;
  provider: { region: string; environment: Record<string, string> };
};

export const STAGE = 'local';
/** WeChat's page for consent, where WeChat is the real one. */
const WECHAT_OPEN = 'https://open.weixin.qq.com';
/** The bucket of the local environment. */
export const PICTURES_BUCKET = 'callme-local-pictures';
const DECLARATIONS = new URL('../serverless.yml', import.meta.url);

/** Which servers the environment names, so that none of their kind is started. */
export const elsewhere = (env: Variables) => ({
  dynamodb: Boolean(env.AWS_ENDPOINT_URL_DYNAMODB),
  s3: Boolean(env.AWS_ENDPOINT_URL_S3),
  wechat: Boolean(env.WECHAT_API_BASE_URL),
});

/**
 * What the environment must say for the functions to use the local servers, and others where it names others.
 * Undefined means that a variable must go.
 */
export const localEnvironment = async (ports: Ports, env: Variables): Promise<Variables> => {
  const { service, tables } = await declared(STAGE);
  return {
    ...tables,
    AWS_ENDPOINT_URL_DYNAMODB: env.AWS_ENDPOINT_URL_DYNAMODB || `http://127.0.0.1:${ports.dynamodb}`,
    AWS_ENDPOINT_URL_S3: env.AWS_ENDPOINT_URL_S3 || `http://127.0.0.1:${ports.s3}`,
    WECHAT_API_BASE_URL: env.WECHAT_API_BASE_URL || `http://127.0.0.1:${ports.wechat}`,
    WECHAT_OPEN_BASE_URL:
      env.WECHAT_OPEN_BASE_URL ||
      (env.WECHAT_API_BASE_URL ? WECHAT_OPEN : `http://127.0.0.1:${ports.wechat}`),
    H5_REDIRECT_BASES:
      env.H5_REDIRECT_BASES || `http://localhost:${ports.http} http://127.0.0.1:${ports.http}`,
    H5_JSSDK_HOSTS: env.H5_JSSDK_HOSTS || `localhost:${ports.http} 127.0.0.1:${ports.http}`,
    PICTURES_URL: `${env.AWS_ENDPOINT_URL_S3 || `http://127.0.0.1:${ports.s3}`}/${PICTURES_BUCKET}`,
    CABINETS_URL: `http://127.0.0.1:${ports.cabinets}`,
    FUNCTIONS_URL: `http://127.0.0.1:${ports.lambda}/2015-03-31/functions/${service}-${STAGE}`,
    WEBSOCKET_ENDPOINT: `http://127.0.0.1:${ports.websocket}`,
    WEBSOCKET_URL: `ws://localhost:${ports.websocket}`,
    AWS_REGION: (env.AWS_ENDPOINT_URL_DYNAMODB && env.AWS_REGION) || 'us-east-1',
    ...credentials(env),
  };
};

/** The embedded S3 knows one key pair only, and a profile would win over it. Another S3 may want the user's own. */
const credentials = (env: Variables): Variables => {
  const hasOwn = env.AWS_ACCESS_KEY_ID || env.AWS_PROFILE;
  if (env.AWS_ENDPOINT_URL_S3 && hasOwn) return {};
  return { ...LOCAL_CREDENTIALS, AWS_PROFILE: undefined, AWS_SESSION_TOKEN: undefined };
};

/**
 * What `serverless.yml` says of a stage: the service's name, its tables' names by environment variable, and the region of
 * last resort.
 */
export const declared = async (
  stage: string,
): Promise<{ service: string; tables: Record<string, string>; region: string }> => {
  const { service, provider } = parse(await readFile(DECLARATIONS, 'utf8'), {
    logLevel: 'error', // CloudFormation's tags mean nothing here
  }) as Declared;
  const tables = Object.entries(provider.environment)
    .filter(([variable]) => variable.endsWith('_TABLE'))
    .map(([variable, text]) => [
      variable,
      text.replace(`\${self:service}`, service).replace(`\${sls:stage}`, stage),
    ]);
  // The region is written `${opt:region, env:AWS_REGION, '…'}`, or stands there alone.
  const region = /'([\w-]+)'/.exec(provider.region)?.[1] ?? provider.region;
  return { service, tables: Object.fromEntries(tables), region };
};
