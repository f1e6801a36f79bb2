import type { Cors } from './cors.ts';
import { limitSockets } from './frames.ts';
import { createGateway } from './server.ts';

type Events = { httpApi?: string }[];
type Definition = { name: string; handler: string; events: Events };
type Serverless = {
  service: { functions: Record<string, Definition>; provider: { httpApi: { cors: Cors } } };
};
type Options = { host: string; httpPort: string };
type Lambda = {
  create: (functions: { functionKey: string; functionDefinition: Definition }[]) => void;
  get: (functionKey: string) => { setEvent: (event: object) => void; runHandler: () => Promise<unknown> };
};

/**
 * A plugin for serverless-offline, which hands over events that API Gateway does not, and routes in its own way: the HTTP
 * API is ours, serverless-offline runs the functions, and its WebSockets get API Gateway's limits.
 */
export default class Gateway {
  readonly hooks: Record<string, () => void | Promise<void>>;

  constructor(serverless: Serverless, options: Options) {
    let routes: Record<string, string>;
    this.hooks = {
      'before:offline:start:init': () => {
        routes = takeRoutes(serverless.service.functions);
        limitSockets();
      },
      'after:offline:start:init': () => serve(serverless, options, routes),
    };
  }
}

/** Takes the routes of the HTTP API out of the functions' events: the function of each, by route key. */
const takeRoutes = (functions: Record<string, Definition>): Record<string, string> => {
  const routes: Record<string, string> = {};
  for (const [functionKey, definition] of Object.entries(functions)) {
    for (const { httpApi } of definition.events)
      if (httpApi !== undefined) routes[httpApi === '*' ? '$default' : httpApi] = functionKey;
    definition.events = definition.events.filter(({ httpApi }) => httpApi === undefined);
  }
  return routes;
};

const serve = async (serverless: Serverless, options: Options, routes: Record<string, string>) => {
  const { functions, provider } = serverless.service;
  const { default: Lambdas } = (await import('serverless-offline/lambda' as string)) as {
    default: new (serverless: Serverless, options: Options) => Lambda;
  };
  const lambdas = new Lambdas(serverless, options);
  lambdas.create(
    Object.entries(functions).map(([functionKey, functionDefinition]) => ({
      functionKey,
      functionDefinition,
    })),
  );
  const gateway = createGateway({
    routeKeys: Object.keys(routes),
    cors: provider.httpApi.cors,
    invoke: (routeKey, event) => {
      const lambda = lambdas.get(routes[routeKey] as string);
      lambda.setEvent(event);
      return lambda.runHandler();
    },
    onRequest: (method, path) => console.log(`${method} ${path}`),
  });
  await new Promise<void>((resolve, reject) => {
    gateway.once('error', reject);
    gateway.listen(Number(options.httpPort), options.host, resolve);
  });
};
