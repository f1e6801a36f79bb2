import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Endpoint } from '../../lib/http/endpoint.ts';

/** A route of serverless.yml. `name` is its function's: `recipes-menu`. */
export type DeclaredRoute = {
  routeKey: string;
  method: string;
  /** With names where any value may stand: `/menus/{id}`. */
  template: string;
  name: string;
  handler: () => Promise<Endpoint>;
};

type Functions = Record<string, { handler: string; events?: { httpApi?: string }[] }>;

/** CloudFormation's tags mean nothing here. */
const read = (file: string): unknown => parse(readFileSync(file, 'utf8'), { logLevel: 'error' });

const functionsIn = (): [string, Functions[string]][] => {
  const { functions } = read('serverless.yml') as { functions: string[] };
  const files = functions.flatMap((line) => /^\$\{file\((.+)\)\}$/.exec(line)?.[1] ?? []);
  return files.flatMap((file) => Object.entries(read(file) as Functions));
};

/** Every route of the HTTP API that is deployed, but for `$default`. */
export const ROUTES: DeclaredRoute[] = functionsIn().flatMap(([name, { handler, events = [] }]) =>
  events.flatMap(({ httpApi }) => {
    const [method, template] = httpApi?.split(' ') ?? [];
    if (!httpApi || !method || !template) return [];
    const file = `../../${handler.replace('.handler', '.ts')}`;
    const load = async () => ((await import(/* @vite-ignore */ file)) as { handler: Endpoint }).handler;
    return [{ routeKey: httpApi, method, template, name, handler: load }];
  }),
);

/** A path that a route fits, with 7 for every name in it. */
export const pathOf = ({ template }: DeclaredRoute): string => template.replace(/\{\w+\}/g, '7');
