import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { describe, expect, it } from 'vitest';
import { QUERIES } from '../../lib/callme/names.ts';
import { LATEST } from '../../lib/callme/sending.ts';
import { REGION, read, service } from './packaging.ts';
import { expectEach, type Role, type Statement } from './reading.ts';

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

    expect(Object.keys(Resources).length).toBeLessThan(430);
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

    expectEach(read.all('AWS::DynamoDB::Table'), kept);
    expect(service.template.Resources.PicturesBucket).toMatchObject(kept);
  });

  it('pays for tables on demand, encrypts them and can restore them to any second', () => {
    expectEach(read.properties('AWS::DynamoDB::Table'), {
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it('lets sessions, tickets, old catalogues, cabinets’ commands and logins under way expire, but no apps and no users of mina', () => {
    const expires = ([, { Properties }]: [string, { Properties: Record<string, unknown> }]) =>
      Properties.TimeToLiveSpecification !== undefined;
    const tables = Object.entries(service.template.Resources).filter(
      ([, { Type }]) => Type === 'AWS::DynamoDB::Table',
    );

    expect(tables.filter(expires).map(([name]) => name)).toEqual([
      'SessionsTable',
      'RecipesTable',
      'RentalTable',
      'H5Table',
      'CallmeTable',
    ]);
    expectEach(
      tables.filter(expires).map(([, { Properties }]) => Properties),
      { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    );
  });

  it('keeps every bucket private and encrypted', () => {
    expectEach(read.properties('AWS::S3::Bucket'), {
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
    const policies = read.properties<{ PolicyDocument: { Statement: Statement[] } }>('AWS::S3::BucketPolicy');

    expectEach(
      policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
      { Effect: 'Deny' },
    );
  });
});

describe('the HTTP API', () => {
  it('has one route per query of callme, the address of its source document, pictures, and the hall display', () => {
    const own = Object.entries(read.routes('HttpApi')).filter(([, name]) => name.includes('-dev-callme-'));

    expect(Object.fromEntries(own)).toEqual({
      ...Object.fromEntries(QUERIES.map((name) => [`POST /callme/${name}`, `callme-dev-callme-${name}`])),
      'POST /': 'callme-dev-callme-root',
      'GET /callme/pictures/{picture}': 'callme-dev-callme-picture',
      'GET /board': 'callme-dev-callme-board_page',
    });
  });

  it('hands requests over in payload format 2.0', () => {
    expectEach(read.of('HttpApi', 'AWS::ApiGatewayV2::Integration'), { PayloadFormatVersion: '2.0' });
  });

  it('lets pages of any origin call it, without credentials', () => {
    const apis = read.properties<{ ProtocolType: string }>('AWS::ApiGatewayV2::Api');
    expectEach(
      apis.filter(({ ProtocolType }) => ProtocolType === 'HTTP'),
      {
        CorsConfiguration: {
          AllowOrigins: ['*'],
          AllowMethods: ['POST', 'GET', 'PUT', 'DELETE', 'OPTIONS'],
          AllowHeaders: ['content-type'],
          MaxAge: 7200,
        },
      },
    );
  });

  it('throttles', () => {
    expectEach(read.properties('AWS::ApiGatewayV2::Stage'), {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  it('logs of a request who, which route and how it went, but no path and no query string', () => {
    const [stage] = read.of<{ AccessLogSettings: { Format: string } }>('HttpApi', 'AWS::ApiGatewayV2::Stage');
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

describe('the WebSocket API', () => {
  it('has a function for each thing that happens to a socket, and answers through the socket', () => {
    const routesOf = read.of<{ RouteKey: string; RouteResponseSelectionExpression?: string }>(
      'WebsocketsApi',
      'AWS::ApiGatewayV2::Route',
    );

    expect(read.routes('WebsocketsApi')).toEqual({
      $connect: 'callme-dev-callme-socket_connect',
      $default: 'callme-dev-callme-socket_message',
      $disconnect: 'callme-dev-callme-socket_disconnect',
    });
    expect(routesOf.find(({ RouteKey }) => RouteKey === '$default')).toMatchObject({
      RouteResponseSelectionExpression: '$default',
    });
  });
});

describe('the stream of changes', () => {
  /** What Lambda is told of a function's place in the stream. */
  const mappingOf = (name: string) =>
    read
      .properties<{ FunctionName: { 'Fn::GetAtt': [string] } }>('AWS::Lambda::EventSourceMapping')
      .find(({ FunctionName }) => {
        const [lambda] = FunctionName['Fn::GetAtt'];
        return service.template.Resources[lambda]?.Properties.FunctionName === `callme-dev-callme-${name}`;
      });
  const tickets = { sk: { S: [{ prefix: 'ticket#' }] } };

  it.each([
    [
      'notify',
      'NotifyFailures',
      { MaximumRetryAttempts: 5, MaximumRecordAgeInSeconds: 600 },
      [{ Keys: { sk: { S: [{ prefix: 'ticket#' }, 'menu'] } } }],
    ],
    [
      'messages',
      'MessageFailures',
      { ParallelizationFactor: 10, MaximumRecordAgeInSeconds: LATEST },
      // Lambda looks at nothing but `dynamodb` here.
      [
        { Keys: tickets, NewImage: { calledAt: { N: [{ exists: true }] } } },
        { Keys: tickets, NewImage: { endedAt: { N: [{ exists: true }] } } },
      ],
    ],
  ])(
    'brings %s its changes, tells good from bad ones, and keeps what failed',
    (name, queue, more, changes) => {
      expect(mappingOf(name)).toMatchObject({
        EventSourceArn: { 'Fn::GetAtt': ['CallmeTable', 'StreamArn'] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        ...more,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [queue, 'Arn'] } } },
        FilterCriteria: {
          Filters: changes.map((dynamodb) => ({ Pattern: JSON.stringify({ dynamodb }) })),
        },
      });
    },
  );

  it('serves two, as many as a DynamoDB stream can', () => {
    expect(read.properties('AWS::Lambda::EventSourceMapping')).toHaveLength(2);
    expect(service.template.Resources.CallmeTable?.Properties).toMatchObject({
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expectEach(read.properties('AWS::SQS::Queue'), {
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
  });
});

describe('the rights of the functions', () => {
  it('name what they are for: no wildcard action, no wildcard resource', () => {
    const actions = read.statements().flatMap(({ Action }) => Action);
    const resources = read.statements().flatMap(({ Resource }) => Resource);

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    // Objects of the bucket, generations of the stream, connections and all functions have no other name.
    expect(resources.filter((resource) => JSON.stringify(resource).includes('*'))).toEqual([
      { 'Fn::Sub': `\${PicturesBucket.Arn}/*` },
      { 'Fn::Sub': `\${CallmeTable.Arn}/stream/*` },
      { 'Fn::Sub': expect.stringMatching(/:\$\{WebsocketsApi\}\/dev\/POST\/@connections\/\*$/) },
      { 'Fn::Sub': `\${CallmeTable.Arn}/stream/*` },
      { 'Fn::Sub': expect.stringMatching(/:function:callme-dev-\*$/) },
    ]);
  });

  it('let a function write to the log of its service alone', () => {
    const logs = read.properties<Role>('AWS::IAM::Role').map((role) => [
      role.Policies[0]?.PolicyName,
      role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
        .filter(({ Action }) => Action.includes('logs:PutLogEvents'))
        .map(({ Resource }) => Resource),
    ]);

    expect(Object.fromEntries(logs)).toEqual({
      callme: [{ 'Fn::GetAtt': ['CallmeLogs', 'Arn'] }],
      'callme-messages': [{ 'Fn::GetAtt': ['CallmeLogs', 'Arn'] }],
      mina: [{ 'Fn::GetAtt': ['MinaLogs', 'Arn'] }],
      recipes: [{ 'Fn::GetAtt': ['RecipesLogs', 'Arn'] }],
      rental: [{ 'Fn::GetAtt': ['RentalLogs', 'Arn'] }],
      h5: [{ 'Fn::GetAtt': ['H5Logs', 'Arn'] }],
      unknown: [{ 'Fn::GetAtt': ['UnknownLogs', 'Arn'] }],
    });
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
      handOn: ['lambda:InvokeFunction'],
      readPicture: ['s3:GetObject', 's3:ListBucket'],
      savePicture: ['s3:PutObject'],
      PostToConnectionCommand: ['execute-api:ManageConnections'],
    };
    // What Lambda asks in the role's name: for the stream of changes and its dead-letter queue, and to log.
    const ofLambda = [
      ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
        (name) => `dynamodb:${name}`,
      ),
      'sqs:SendMessage',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ];
    const files = (await readdir('lib', { recursive: true })).filter((name) => name.endsWith('.ts'));
    const code = await Promise.all(files.map((name) => readFile(join('lib', name), 'utf8')));
    const calls = new Set(
      code.flatMap(
        (text) =>
          text.match(/\b(?:[A-Z]\w+Command|paginate[A-Z]\w+|handOn|readPicture|savePicture)\b/g) ?? [],
      ),
    );

    const actions = new Set(read.statements().flatMap(({ Action }) => Action));

    expect([...calls].filter((call) => !needed[call])).toEqual([]);
    expect([...actions].sort()).toEqual(
      [...[...calls].flatMap((call) => needed[call] ?? []), ...ofLambda].sort(),
    );
  });
});
