import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { LOCAL_CREDENTIALS } from './credentials.ts';
import type { Ports } from './settings.ts';

type Variables = Record<string, string | undefined>;
type Declared = {
  service: string;
  params: { local: Record<string, string> };
  provider: { environment: Record<string, string> };
};

export const STAGE = 'local';
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
export const localEnvironment = async (ports: Ports, env: Variables): Promise<Variables> => ({
  ...(await declaredNames()),
  AWS_ENDPOINT_URL_DYNAMODB: env.AWS_ENDPOINT_URL_DYNAMODB || `http://127.0.0.1:${ports.dynamodb}`,
  AWS_ENDPOINT_URL_S3: env.AWS_ENDPOINT_URL_S3 || `http://127.0.0.1:${ports.s3}`,
  WECHAT_API_BASE_URL: env.WECHAT_API_BASE_URL || `http://127.0.0.1:${ports.wechat}`,
  AWS_REGION: (env.AWS_ENDPOINT_URL_DYNAMODB && env.AWS_REGION) || 'us-east-1',
  ...credentials(env),
});

/** The embedded S3 knows one key pair only, and a profile would win over it. Another S3 may want the user's own. */
const credentials = (env: Variables): Variables => {
  const hasOwn = env.AWS_ACCESS_KEY_ID || env.AWS_PROFILE;
  if (env.AWS_ENDPOINT_URL_S3 && hasOwn) return {};
  return { ...LOCAL_CREDENTIALS, AWS_PROFILE: undefined, AWS_SESSION_TOKEN: undefined };
};

/** The tables and the bucket as `serverless.yml` names them at stage `local`. */
const declaredNames = async (): Promise<Variables> => {
  const { service, params, provider } = parse(await readFile(DECLARATIONS, 'utf8'), {
    logLevel: 'error', // CloudFormation's tags mean nothing here
  }) as Declared;
  const resolved = Object.entries(provider.environment)
    .filter(([variable]) => /_(TABLE|BUCKET)$/.test(variable))
    .map(([variable, text]) => [
      variable,
      text
        .replace(`\${self:service}`, service)
        .replace(`\${sls:stage}`, STAGE)
        .replace(/\$\{param:(\w+)\}/, (_, name: string) => params.local[name] ?? ''),
    ]);
  return Object.fromEntries(resolved);
};
