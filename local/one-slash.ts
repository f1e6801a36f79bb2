type Serverless = { service: { functions: Record<string, { events?: { httpApi?: unknown }[] }> } };

/**
 * A plugin for serverless-offline: API Gateway takes `/user/login` and `/user/login/` for two routes, and the template
 * has both; serverless-offline takes them for one, and refuses to have it twice.
 */
export default class OneSlash {
  readonly hooks: Record<string, () => void>;

  constructor({ service }: Serverless) {
    this.hooks = {
      'before:offline:start:init': () => {
        for (const one of Object.values(service.functions))
          one.events = one.events?.filter(({ httpApi }) => !endsWithSlash(httpApi)) ?? [];
      },
    };
  }
}

const endsWithSlash = (route: unknown): boolean => typeof route === 'string' && /^\S+ \/.+\/$/.test(route);
