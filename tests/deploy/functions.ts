import { describe, expect, it } from 'vitest';
import { importFresh } from './packaged.ts';
import { REGION, read } from './packaging.ts';
import { expectEach, type Lambda } from './reading.ts';

/** The functions' names without those of the deployment: `callme-hungry`. */
const names = () => read.lambdas().map(({ FunctionName }) => FunctionName.replace('callme-dev-', ''));
/** The service of a function: `callme`. */
const serviceOf = (name: string) => name.split('-')[0] ?? '';
const roles = () => read.lambdas().map(({ Role }) => Role);
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
