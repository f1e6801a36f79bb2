import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentFor } from '../../admin/environment.ts';
import { LOCAL_CREDENTIALS } from '../../local/credentials.ts';
import { freePort } from '../../local/ports.ts';
import { adminProcess, DONE, NOT_DONE } from './support.ts';

const LOCAL_TABLES = {
  SESSIONS_TABLE: 'callme-local-sessions',
  APPS_TABLE: 'callme-local-apps',
  CALLME_TABLE: 'callme-local-callme',
};
const EMBEDDED = {
  ...LOCAL_CREDENTIALS,
  AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:3003',
  AWS_REGION: 'us-east-1',
  AWS_PROFILE: undefined,
  AWS_SESSION_TOKEN: undefined,
};

describe('environmentFor', () => {
  it('is the DynamoDB of npm start by default, whatever AWS credentials there are', async () => {
    const env = { AWS_REGION: 'eu-west-1', AWS_PROFILE: 'work', AWS_ACCESS_KEY_ID: 'real' };

    expect(await environmentFor({}, env)).toMatchObject({ ...LOCAL_TABLES, ...EMBEDDED });
  });

  it('follows PORT', async () => {
    expect((await environmentFor({}, { PORT: '4100' })).AWS_ENDPOINT_URL_DYNAMODB).toBe(
      'http://127.0.0.1:4103',
    );
    expect((await environmentFor({}, { PORT: '' })).AWS_ENDPOINT_URL_DYNAMODB).toBe('http://127.0.0.1:3003');
    await expect(environmentFor({}, { PORT: 'http' })).rejects.toThrow('PORT is "http", which is no port');
  });

  it('is the DynamoDB that the environment names, as npm start uses it', async () => {
    const env = { AWS_ENDPOINT_URL_DYNAMODB: 'http://localhost:8000', AWS_REGION: 'eu-west-1' };

    expect(await environmentFor({}, env)).toMatchObject({ ...env, ...LOCAL_CREDENTIALS, ...LOCAL_TABLES });
    expect(await environmentFor({ region: 'eu-west-2' }, env)).toMatchObject({ AWS_REGION: 'eu-west-2' });
  });

  it('lets logins of web pages go through the simulator and back to this machine, or as the environment says', async () => {
    const own = {
      WECHAT_OPEN_BASE_URL: 'https://open',
      H5_REDIRECT_BASES: 'https://h5',
      H5_JSSDK_HOSTS: 'h5',
    };

    expect(await environmentFor({}, { PORT: '4100' })).toMatchObject({
      WECHAT_OPEN_BASE_URL: 'http://127.0.0.1:4104',
      H5_REDIRECT_BASES: 'http://localhost:4100 http://127.0.0.1:4100',
      H5_JSSDK_HOSTS: 'localhost:4100 127.0.0.1:4100',
    });
    expect(await environmentFor({}, own)).toMatchObject(own);
    expect(await environmentFor({}, { WECHAT_API_BASE_URL: 'https://api.weixin.qq.com' })).toMatchObject({
      WECHAT_OPEN_BASE_URL: 'https://open.weixin.qq.com',
    });
  });

  it('lets table names of the environment win, unless a stage is named', async () => {
    const env = { CALLME_TABLE: 'mine' };

    expect((await environmentFor({}, env)).CALLME_TABLE).toBe('mine');
    expect((await environmentFor({}, env)).APPS_TABLE).toBe('callme-local-apps');
    expect((await environmentFor({ stage: 'local' }, env)).CALLME_TABLE).toBe('callme-local-callme');
    expect(await environmentFor({ stage: 'prod' }, env)).toMatchObject({
      CALLME_TABLE: 'callme-prod-callme',
      WECHAT_API_BASE_URL: 'https://api.weixin.qq.com',
    });
  });

  it('takes the region of another stage from --region, AWS_REGION, serverless.yml, in this order', async () => {
    const regionOf = async (region: string | undefined, env: Record<string, string>) =>
      (await environmentFor({ stage: 'dev', region }, env)).AWS_REGION;

    expect(await regionOf('eu-west-1', { AWS_REGION: 'eu-west-2' })).toBe('eu-west-1');
    expect(await regionOf(undefined, { AWS_REGION: 'eu-west-2' })).toBe('eu-west-2');
    expect(await regionOf(undefined, {})).toBe('ap-southeast-1');
  });

  it('changes nothing but region, table names and WeChat’s address for another stage', async () => {
    expect(
      Object.keys(await environmentFor({ stage: 'dev' }, {})).filter((name) => !/_TABLE$/.test(name)),
    ).toEqual(['AWS_REGION', 'WECHAT_API_BASE_URL']);
  });
});

describe('a deployment that cannot be reached', () => {
  /** No credentials, neither in the environment nor in files nor from a machine's role. */
  const NOBODY = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_PROFILE: undefined,
    AWS_SHARED_CREDENTIALS_FILE: 'none',
    AWS_CONFIG_FILE: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  let aws: Server;
  let refusal = '';
  beforeAll(async () => {
    aws = createServer((_, response) => {
      const body = { __type: `com.amazonaws.dynamodb.v20120810#${refusal}`, message: `It is ${refusal}` };
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void aws.close());

  const fails = async (argv: string[], env: Record<string, string | undefined>): Promise<string> => {
    const { exitCode, stdout, stderr } = await adminProcess(argv, { env });
    expect({ exitCode, stdout }).toEqual({ exitCode: NOT_DONE, stdout: '' });
    expect(stderr.trimEnd()).not.toContain('\n');
    return stderr;
  };

  it('tells to run npm start where nothing listens', async () => {
    const PORT = String((await freePort()) - 3);
    const reason = await fails(['sellers', 'list'], { PORT, AWS_ENDPOINT_URL_DYNAMODB: undefined });

    expect(reason).toBe(
      `Nothing answers at http://127.0.0.1:${Number(PORT) + 3}. Start it first with npm start, or name a deployed stage with --stage.\n`,
    );
  });

  it('says that credentials are missing', async () => {
    const reason = await fails(['admins', 'list', '--stage', 'prod'], NOBODY);

    expect(reason).toMatch(/^There are no AWS credentials \(.*\)\. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID/);
  });

  it('says which tables are missing', async () => {
    const reason = await fails(['apps', 'list', '--stage', 'prod'], {});

    expect(reason).toMatch(
      /^Tables are missing \(http.*\): callme-prod-sessions, callme-prod-apps, callme-prod-/,
    );
  });

  it.each([
    ['AccessDeniedException', /^These AWS credentials may not do this: /],
    ['UnrecognizedClientException', /^AWS refuses these credentials: /],
    ['ThrottlingException', /^DynamoDB is busy \(ThrottlingException\): try again/],
    ['ValidationException', /^AWS refused \(http.*\): ValidationException: /],
  ])('says what %s means', async (name, sentence) => {
    refusal = name;
    const AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;

    expect(await fails(['apps', 'list'], { AWS_ENDPOINT_URL_DYNAMODB })).toMatch(sentence);
  });
});

describe('the program', () => {
  it('works on what the environment names', async () => {
    const { exitCode, stdout, stderr } = await adminProcess(['sellers', 'list', '--json']);

    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: DONE, stdout: '[]\n', stderr: '' });
  });
});
