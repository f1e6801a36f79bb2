import { expect } from 'vitest';
import type { Bundle, Packaged, Resource } from './packaged.ts';

export type Lambda = {
  FunctionName: string;
  Handler: string;
  Role: unknown;
  MemorySize: number;
  Timeout: number;
  Code: { S3Key: string };
  LoggingConfig: { LogGroup: string };
  Environment: { Variables: Record<string, unknown> };
};
export type Statement = { Effect: string; Action: string | string[]; Resource: unknown };
export type Role = { Policies: { PolicyName: string; PolicyDocument: { Statement: Statement[] } }[] };

/** What the tests ask of a packaged service: its template's resources by type, its functions, routes and rights. */
export const readTemplate = (service: Packaged) => {
  const all = <P>(type: string): Resource<P>[] =>
    Object.values(service.template.Resources).filter(({ Type }) => Type === type) as Resource<P>[];
  const properties = <P = Record<string, unknown>>(type: string): P[] =>
    all<P>(type).map(({ Properties }) => Properties);
  const lambdas = () => properties<Lambda>('AWS::Lambda::Function');

  const isPage = ({ FunctionName }: Lambda): boolean => FunctionName.endsWith('_page');
  /** The file of a function's zip that holds its handler. */
  const bundleFile = ({ Handler }: Lambda): string => Handler.replace('.handler', '.mjs');
  const bundleOf = ({ Code }: Lambda): Bundle =>
    service.bundles.get(Code.S3Key.split('/').at(-1) ?? '') ?? { directory: '', files: [] };

  /** What belongs to the HTTP API, or to the WebSocket API. */
  const of = <P>(api: 'HttpApi' | 'WebsocketsApi', type: string): P[] =>
    properties<P & { ApiId: { Ref: string } }>(type).filter(({ ApiId }) => ApiId.Ref === api);

  /** The name of the function that answers each route. */
  const routes = (api: 'HttpApi' | 'WebsocketsApi'): Record<string, string> => {
    const { Resources } = service.template;
    const route = ({
      RouteKey,
      Target,
    }: {
      RouteKey: string;
      Target: { 'Fn::Join': [string, unknown[]] };
    }) => {
      const integration = (Target['Fn::Join'][1][1] as { Ref: string }).Ref;
      // One API names its functions by their ARN alone, the other by an address with the ARN in it.
      const uri = JSON.stringify(Resources[integration]?.Properties.IntegrationUri);
      const lambda = /"Fn::GetAtt":\["(\w+)"/.exec(uri)?.[1] ?? '';
      return [RouteKey, Resources[lambda]?.Properties.FunctionName as string];
    };
    return Object.fromEntries(of<Parameters<typeof route>[0]>(api, 'AWS::ApiGatewayV2::Route').map(route));
  };

  const statements = (): Statement[] =>
    properties<Role>('AWS::IAM::Role').flatMap(({ Policies }) =>
      Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    );

  return { all, properties, lambdas, isPage, bundleFile, bundleOf, of, routes, statements };
};

/** Expects of every item, and that there is any, what it should be set to. */
export const expectEach = (items: unknown[], settings: object): void => {
  expect(items).not.toEqual([]);
  expect(items).toEqual(items.map(() => expect.objectContaining(settings)));
};
