import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, expect, inject, vi } from 'vitest';
import { LOCAL_CREDENTIALS } from '../../local/credentials.ts';
import { declared, PICTURES_BUCKET } from '../../local/environment.ts';
import { createTables } from '../../local/tables.ts';

// A process runs one file after another, and loads the packages once for all of them: the AWS SDK alone takes half a
// second. Each file finds the process as the first one did, and the project's own modules fresh.
const first = globalThis as { env?: NodeJS.ProcessEnv; directory?: string };
first.env ??= { ...process.env };
first.directory ??= process.cwd();
for (const name of Object.keys(process.env)) if (!(name in first.env)) delete process.env[name];
Object.assign(process.env, first.env);
process.chdir(first.directory);
vi.useRealTimers();
vi.unstubAllGlobals();
vi.restoreAllMocks();
vi.resetModules();

// Every test file gets tables of its own, so that files run at the same time without seeing each other.
const names = Object.keys((await declared('test')).tables);
const tables = Object.fromEntries(names.map((name) => [name, `${name}-${randomUUID()}`]));

Object.assign(process.env, tables, LOCAL_CREDENTIALS, {
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL_DYNAMODB: inject('dynamodb'),
  DEFAULT_APP: '1',
  RECIPES_IDLE_MINUTES: '30',
  H5_REDIRECT_BASES: 'https://api.example.com https://h5.example.com/app',
  H5_JSSDK_HOSTS: 'h5.example.com mp.weixin.qq.com',
  H5_COOKIE_DOMAIN: '',
  H5_ENGINE: 'rules',
  VERSION: '1.2.3',
  STALLS_SEEN_MS: '0',
  PICTURES_URL: `${inject('s3')}/${PICTURES_BUCKET}`,
});

// Whoever asks a started product, or reads files alone, needs no tables.
const { testPath = '' } = expect.getState();
if (!/tests.(e2e|local|deploy)./.test(testPath)) await createTables(tables);

// A route answers no failure that it does not name, whatever test it is that asks.
const { undocumented } = await import('../../lib/http/route.ts');
const surprises: unknown[] = [];
const hear = (failure: unknown) => void surprises.push(failure);
undocumented.subscribe(hear);
afterAll(() => void undocumented.unsubscribe(hear));
afterEach(() => expect(surprises.splice(0), 'failures that no document names').toEqual([]));
