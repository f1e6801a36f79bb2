import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { apiEvent } from '../support/api.ts';
import { askFresh, importFresh } from './packaged.ts';
import { REGION, read } from './packaging.ts';
import { expectEach, type Lambda } from './reading.ts';

/** The functions' names without those of the deployment: `callme-hungry`. */
const names = () => read.lambdas().map(({ FunctionName }) => FunctionName.replace('callme-dev-', ''));
/** The service of a function: `callme`. */
const serviceOf = (name: string) => name.split('-')[0] ?? '';
const roles = () => read.lambdas().map(({ Role }) => Role);
/** The environment that the template gives a function. */
const variablesOf = ({ Environment }: Lambda): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(Environment.Variables).map(([name, value]) => [name, String(value)])),
  AWS_REGION: REGION,
});
const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
/** The functions that need something of their own. */
const SPECIAL: Record<string, [memory: number, seconds: number]> = {
  'callme-hungry': [256, 15],
  'callme-qrcode': [512, 29],
  'callme-root': [512, 29],
  'callme-notify': [512, 60],
  'callme-messages': [512, 120],
  'mina-phone': [512, 29],
  'h5-oauth_callback': [512, 29],
  'h5-push': [512, 5],
  'h5-jssdk_config': [512, 29],
  unknown: [256, 29],
};

describe('functions', () => {
  it('run on Node 24 and arm64, with the role of their service, or one of their own', () => {
    expectEach(read.lambdas(), {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
    });
    expect(roles()).toEqual(
      names().map((name) => {
        const [service = '', own = ''] = name === 'callme-messages' ? name.split('-') : [serviceOf(name)];
        return { 'Fn::GetAtt': [`${capital(service)}${capital(own)}Role`, 'Arn'] };
      }),
    );
  });

  it('have the memory and the time that their work needs', () => {
    const settings = read.lambdas().map(({ MemorySize, Timeout }) => [MemorySize, Timeout]);

    expect(settings).toEqual(names().map((name) => SPECIAL[name] ?? [512, 15]));
    expect(names()).toEqual(expect.arrayContaining(Object.keys(SPECIAL)));
  });

  it('log to one place per service, which they wait for, for 30 days', () => {
    const groups = read.properties('AWS::Logs::LogGroup');
    const services = [...new Set(names().map(serviceOf))];

    expect(read.lambdas().map(({ LoggingConfig }) => LoggingConfig)).toEqual(
      names().map((name) => ({ LogGroup: `/callme/dev/${serviceOf(name)}` })),
    );
    expect(read.all('AWS::Lambda::Function').map(({ DependsOn }) => DependsOn)).toEqual(
      names().map((name) => expect.arrayContaining([`${capital(serviceOf(name))}Logs`])),
    );
    expect(groups.map(({ LogGroupName }) => LogGroupName).sort()).toEqual(
      ['/aws/http-api/callme-dev', ...services.map((service) => `/callme/dev/${service}`)].sort(),
    );
    expectEach(groups, { RetentionInDays: 30 });
  });

  it('hold in their zip one bundle and its source map, and the files of the page that they show', () => {
    const own = (lambda: Lambda) => [read.bundleFile(lambda), `${read.bundleFile(lambda)}.map`];
    const [page, others] = [
      read.lambdas().filter(read.isPage),
      read.lambdas().filter((lambda) => !read.isPage(lambda)),
    ];

    expect(others.map((lambda) => read.bundleOf(lambda).files)).toEqual(others.map(own));
    expect(page.map((lambda) => read.bundleOf(lambda).files)).toEqual([
      expect.arrayContaining([...page.flatMap(own), 'web/board/board.html', 'web/board/board.js']),
    ]);
  });

  it('ask DynamoDB with the credentials that Lambda gives them', async () => {
    const asked: IncomingHttpHeaders[] = [];
    const server = createServer(({ headers }, answer) => {
      asked.push(headers);
      answer.end('{"Responses":{}}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const lambda = read
      .lambdas()
      .find(({ FunctionName }) => FunctionName.endsWith('callme-hungry')) as Lambda;
    const { port } = server.address() as AddressInfo;
    const environment = {
      ...variablesOf(lambda),
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIDLAMBDA',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token-of-lambda',
    };
    const event = apiEvent({
      path: '/callme/hungry',
      body: JSON.stringify({ sessionKey: '0'.repeat(40), marchSn: 1, sellerId: 1 }),
    });

    const answer = await askFresh(read.bundleOf(lambda), read.bundleFile(lambda), environment, event);
    server.close();

    expect(answer).toContain('Session Time Out');
    expectEach(asked, {
      authorization: expect.stringContaining('Credential=AKIDLAMBDA/'),
      'x-amz-security-token': 'token-of-lambda',
    });
  });

  it('start: every bundle can be imported and exports its handler', async () => {
    const started = await Promise.all(
      read.lambdas().map(async (lambda) => {
        const file = read.bundleFile(lambda);
        return [lambda.FunctionName, await importFresh(read.bundleOf(lambda), file, variablesOf(lambda))];
      }),
    );

    expect(started).toEqual(read.lambdas().map(({ FunctionName }) => [FunctionName, 'handler']));
  });
});
