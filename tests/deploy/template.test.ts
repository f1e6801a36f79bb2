import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUERIES } from '../../lib/callme/names.ts';
import { type Bundle, importFresh, type Packaged, packageService, type Resource } from './packaged.ts';

type Lambda = {
  FunctionName: string;
  Handler: string;
  MemorySize: number;
  Timeout: number;
  Code: { S3Key: string };
  Environment: { Variables: Record<string, unknown> };
};
type Statement = { Effect: string; Action: string | string[]; Resource: unknown };
type Role = { Policies: { PolicyDocument: { Statement: Statement[] } }[] };

const REGION = 'cn-north-1';
let service: Packaged;

beforeAll(async () => {
  service = await packageService({ region: REGION });
}, 120_000);
afterAll(() => service?.remove());

const all = <P>(type: string): Resource<P>[] =>
  Object.values(service.template.Resources).filter(({ Type }) => Type === type) as Resource<P>[];
const properties = <P = Record<string, unknown>>(type: string): P[] =>
  all<P>(type).map(({ Properties }) => Properties);
const lambdas = () => properties<Lambda>('AWS::Lambda::Function');

/** The file of a function's zip that holds its handler. */
const bundleFile = ({ Handler }: Lambda): string => Handler.replace('.handler', '.mjs');
const bundleOf = ({ Code }: Lambda): Bundle | undefined =>
  service.bundles.get(Code.S3Key.split('/').at(-1) ?? '');

/** The name of the function that answers each route. */
const routes = (): Record<string, string> => {
  const { Resources } = service.template;
  const route = ({ RouteKey, Target }: { RouteKey: string; Target: { 'Fn::Join': [string, unknown[]] } }) => {
    const integration = (Target['Fn::Join'][1][1] as { Ref: string }).Ref;
    const uri = Resources[integration]?.Properties.IntegrationUri as { 'Fn::GetAtt': [string, string] };
    return [RouteKey, Resources[uri['Fn::GetAtt'][0]]?.Properties.FunctionName as string];
  };
  return Object.fromEntries(properties<Parameters<typeof route>[0]>('AWS::ApiGatewayV2::Route').map(route));
};

const statements = (): Statement[] =>
  properties<Role>('AWS::IAM::Role').flatMap(({ Policies }) =>
    Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
  );

const expectEach = (items: unknown[], settings: object): void => {
  expect(items).not.toEqual([]);
  expect(items).toEqual(items.map(() => expect.objectContaining(settings)));
};

describe('the stack', () => {
  it('is a template that CloudFormation takes', () => {
    const context = { '@aws-cdk/core:validateAgainstDefaultRules': true };
    const app = new App({
      context,
      outdir: join(service.templateFile, '../validated'),
      analyticsReporting: false,
    });
    new CfnInclude(new Stack(app, 'Callme'), 'Template', { templateFile: service.templateFile });

    expect(() => app.synth()).not.toThrow();
  });

  it('leaves room below the limits of 500 resources and 200 outputs', () => {
    const { Resources, Outputs } = service.template;

    expect(Object.keys(Resources).length).toBeLessThan(450);
    expect(Object.keys(Outputs).length).toBeLessThan(150);
  });

  it('fits every partition, also that of China', () => {
    // The name of a service as a principal is the same in all partitions.
    const text = JSON.stringify(service.template).replaceAll(
      /"(Principal|Service)":"(lambda|apigateway)\.amazonaws\.com"/g,
      '',
    );

    expect(text).not.toContain('arn:aws:');
    expect(text).not.toContain('amazonaws.com');
    expect(text).not.toContain(REGION);
  });
});

describe('data', () => {
  it('keeps the tables, when the stack goes too', () => {
    const kept = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

    expectEach(all('AWS::DynamoDB::Table'), kept);
    expect(service.template.Resources.PicturesBucket).toMatchObject(kept);
  });

  it('pays for tables on demand, encrypts them and can restore them to any second', () => {
    expectEach(properties('AWS::DynamoDB::Table'), {
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it('lets sessions and tickets expire, and apps not', () => {
    const { SessionsTable, AppsTable, CallmeTable } = service.template.Resources;
    const expiring = { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } };

    expect(SessionsTable?.Properties).toMatchObject(expiring);
    expect(CallmeTable?.Properties).toMatchObject(expiring);
    expect(AppsTable?.Properties).not.toHaveProperty('TimeToLiveSpecification');
  });

  it('keeps every bucket private and encrypted', () => {
    expectEach(properties('AWS::S3::Bucket'), {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  it('opens no bucket to anyone by a policy', () => {
    const policies = properties<{ PolicyDocument: { Statement: Statement[] } }>('AWS::S3::BucketPolicy');

    expectEach(
      policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
      { Effect: 'Deny' },
    );
  });
});

describe('functions', () => {
  it('run on Node 24 and arm64, with the role of their service', () => {
    expectEach(lambdas(), {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Role: { 'Fn::GetAtt': ['CallmeRole', 'Arn'] },
    });
  });

  it('have the memory and the time that their work needs', () => {
    const settings = Object.fromEntries(
      lambdas().map(({ FunctionName, MemorySize, Timeout }) => [
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
    });
  });

  it('log for 30 days', () => {
    const groups = properties('AWS::Logs::LogGroup');

    expect(groups.map(({ LogGroupName }) => LogGroupName).sort()).toEqual(
      [
        '/aws/http-api/callme-dev',
        ...lambdas().map(({ FunctionName }) => `/aws/lambda/${FunctionName}`),
      ].sort(),
    );
    expectEach(groups, { RetentionInDays: 30 });
  });

  it('hold in their zip one bundle and its source map', () => {
    const expected = lambdas().map((lambda) => [bundleFile(lambda), `${bundleFile(lambda)}.map`]);

    expect(lambdas().map((lambda) => bundleOf(lambda)?.files)).toEqual(expected);
  });

  it('start: every bundle can be imported and exports its handler', async () => {
    const started = await Promise.all(
      lambdas().map(async (lambda) => {
        const { FunctionName, Environment } = lambda;
        const variables = Object.entries(Environment.Variables).map(([name, value]) => [name, String(value)]);
        const environment = Object.fromEntries([...variables, ['AWS_REGION', REGION]]);
        const file = join(bundleOf(lambda)?.directory ?? '', bundleFile(lambda));
        return [FunctionName, await importFresh(file, environment)];
      }),
    );

    expect(started).toEqual(lambdas().map(({ FunctionName }) => [FunctionName, 'handler']));
  });
});

describe('the HTTP API', () => {
  it('has one route per query, the address of the source document, pictures, and an answer for the rest', () => {
    expect(routes()).toEqual({
      ...Object.fromEntries(QUERIES.map((name) => [`POST /callme/${name}`, `callme-dev-callme-${name}`])),
      'POST /': 'callme-dev-callme-root',
      'GET /callme/pictures/{picture}': 'callme-dev-callme-picture',
      $default: 'callme-dev-callme-illegal',
    });
  });

  it('hands requests over in payload format 2.0', () => {
    expectEach(properties('AWS::ApiGatewayV2::Integration'), { PayloadFormatVersion: '2.0' });
  });

  it('lets pages of any origin call it, without credentials', () => {
    expectEach(properties('AWS::ApiGatewayV2::Api'), {
      CorsConfiguration: {
        AllowOrigins: ['*'],
        AllowMethods: ['POST', 'GET', 'OPTIONS'],
        AllowHeaders: ['content-type'],
        MaxAge: 7200,
      },
    });
  });

  it('throttles', () => {
    expectEach(properties('AWS::ApiGatewayV2::Stage'), {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  it('logs of a request who, which route and how it went, but no path and no query string', () => {
    const [stage] = properties<{ AccessLogSettings: { Format: string } }>('AWS::ApiGatewayV2::Stage');
    const entry = JSON.parse(stage?.AccessLogSettings.Format ?? '') as Record<string, string>;

    expect(entry).toMatchObject({
      requestId: '$context.requestId',
      ip: '$context.identity.sourceIp',
      route: '$context.routeKey',
      status: '$context.status',
      latency: '$context.responseLatency',
    });
    expect(Object.values(entry).filter((value) => /path|query|header|body/i.test(value))).toEqual([]);
  });
});

describe('the rights of the functions', () => {
  it('name what they are for: no wildcard action, no wildcard resource', () => {
    const actions = statements().flatMap(({ Action }) => Action);
    const resources = statements().flatMap(({ Resource }) => Resource);

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    // Objects of the bucket and log streams of the service's functions have no other name.
    expect(resources.filter((resource) => JSON.stringify(resource).includes('*'))).toEqual([
      { 'Fn::Sub': `\${PicturesBucket.Arn}/*` },
      { 'Fn::Sub': expect.stringMatching(/:log-group:\/aws\/lambda\/callme-dev-callme-\*:\*$/) },
    ]);
  });

  it('are exactly what the code asks of AWS', async () => {
    const needed: Record<string, string[]> = {
      BatchGetCommand: ['dynamodb:BatchGetItem'],
      DeleteCommand: ['dynamodb:DeleteItem'],
      PutCommand: ['dynamodb:PutItem'],
      UpdateCommand: ['dynamodb:UpdateItem'],
      paginateQuery: ['dynamodb:Query'],
      paginateScan: [], // the operator's
      TransactWriteCommand: [], // those of the writes in it
      readPicture: ['s3:GetObject', 's3:ListBucket'],
      savePicture: ['s3:PutObject'],
    };
    const files = (await readdir('lib', { recursive: true })).filter((name) => name.endsWith('.ts'));
    const code = await Promise.all(files.map((name) => readFile(join('lib', name), 'utf8')));
    const calls = new Set(
      code.flatMap(
        (text) => text.match(/\b(?:[A-Z]\w+Command|paginate[A-Z]\w+|readPicture|savePicture)\b/g) ?? [],
      ),
    );

    const actions = new Set(statements().flatMap(({ Action }) => Action));

    expect([...calls].filter((call) => !needed[call])).toEqual([]);
    expect([...actions].sort()).toEqual(
      [
        ...[...calls].flatMap((call) => needed[call] ?? []),
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ].sort(),
    );
  });
});
