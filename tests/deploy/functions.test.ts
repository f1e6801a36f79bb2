import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUERIES } from '../../lib/callme/names.ts';
import { importFresh, type Packaged, packageService } from './packaged.ts';
import { expectEach, type Lambda, readTemplate } from './reading.ts';

const REGION = 'cn-north-1';
let service: Packaged;
let read: ReturnType<typeof readTemplate>;

beforeAll(async () => {
  service = await packageService({ region: REGION });
  read = readTemplate(service);
}, 120_000);
afterAll(() => service?.remove());

describe('functions', () => {
  it('run on Node 24 and arm64, with the role of their service', () => {
    expectEach(read.lambdas(), {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Role: { 'Fn::GetAtt': ['CallmeRole', 'Arn'] },
    });
  });

  it('have the memory and the time that their work needs', () => {
    const settings = Object.fromEntries(
      read
        .lambdas()
        .map(({ FunctionName, MemorySize, Timeout }) => [
          FunctionName.replace('callme-dev-', ''),
          [MemorySize, Timeout],
        ]),
    );

    expect(settings).toEqual({
      ...Object.fromEntries(QUERIES.map((name) => [`callme-${name}`, [512, 15]])),
      'callme-hungry': [256, 15],
      'callme-qrcode': [512, 29],
      'callme-root': [512, 29],
      'callme-picture': [512, 15],
      'callme-illegal': [256, 15],
      'callme-board_page': [512, 15],
      'callme-socket_connect': [512, 15],
      'callme-socket_message': [512, 15],
      'callme-socket_disconnect': [512, 15],
      'callme-notify': [512, 60],
    });
  });

  it('log for 30 days', () => {
    const groups = read.properties('AWS::Logs::LogGroup');

    expect(groups.map(({ LogGroupName }) => LogGroupName).sort()).toEqual(
      [
        '/aws/http-api/callme-dev',
        ...read.lambdas().map(({ FunctionName }) => `/aws/lambda/${FunctionName}`),
      ].sort(),
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

  it('start: every bundle can be imported and exports its handler', async () => {
    const started = await Promise.all(
      read.lambdas().map(async (lambda) => {
        const { FunctionName, Environment } = lambda;
        const variables = Object.entries(Environment.Variables).map(([name, value]) => [name, String(value)]);
        const environment = Object.fromEntries([...variables, ['AWS_REGION', REGION]]);
        return [FunctionName, await importFresh(read.bundleOf(lambda), read.bundleFile(lambda), environment)];
      }),
    );

    expect(started).toEqual(read.lambdas().map(({ FunctionName }) => [FunctionName, 'handler']));
  });
});
