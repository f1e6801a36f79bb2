import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { parse } from 'yaml';
import { ROOT } from '../local/settings.ts';

/** A function as it is deployed. */
export type Bundle = {
  name: string;
  file: string;
  /** Bytes of code, without the source map. */
  size: number;
  /** Whether it can call WeChat, which takes an HTTP client. */
  hasWechat: boolean;
};

type Service = { provider: { runtime: string }; custom: { esbuild: Record<string, unknown> } };
type Functions = Record<string, { handler: string }>;

const BASELINE = 'bench/baseline.ts';
/** Settings of the plugin that bundles on deployment: esbuild itself knows none of them. */
const PLUGIN_SETTINGS = new Set([
  'outputFileExtension',
  'exclude',
  'packager',
  'concurrency',
  'zipConcurrency',
]);

/** Bundles the baseline and every function into `directory`, these with all settings of `serverless.yml`. */
export const buildAll = async (directory: string): Promise<{ baseline: Bundle; bundles: Bundle[] }> => {
  const functions = await declaredFunctions();
  const { alias, ...options } = await buildOptions();
  const into = { absWorkingDir: ROOT, outbase: '.', outdir: directory, metafile: true } as const;
  // The baseline is the SDK as it comes.
  const plain = await build({ ...options, ...into, entryPoints: [BASELINE] });
  const deployed = await build({
    ...options,
    ...into,
    ...(alias && { alias }),
    entryPoints: Object.values(functions),
  });
  const baseline = await toBundle('(baseline)', BASELINE, directory, plain.metafile);
  const bundles = Object.entries(functions).map(([name, entry]) =>
    toBundle(name, entry, directory, deployed.metafile),
  );
  return { baseline, bundles: await Promise.all(bundles) };
};

/** Every deployed function and its source file. */
const declaredFunctions = async (): Promise<Record<string, string>> => {
  const services = await readdir(join(ROOT, 'functions'));
  const declared = await Promise.all(
    services.map(async (service) => {
      const file = join(ROOT, 'functions', service, 'functions.yml');
      return Object.entries(parseYaml(await readFile(file, 'utf8')) as Functions);
    }),
  );
  return Object.fromEntries(
    declared.flat().map(([name, { handler }]) => [name, handler.replace(/\.\w+$/, '.ts')]),
  );
};

const buildOptions = async (): Promise<BuildOptions> => {
  const { provider, custom } = parseYaml(await readFile(join(ROOT, 'serverless.yml'), 'utf8')) as Service;
  const { outputFileExtension, exclude, external = [] } = custom.esbuild;
  const settings = Object.entries(custom.esbuild).filter(([name]) => !PLUGIN_SETTINGS.has(name));
  return {
    // What the plugin adds by itself.
    bundle: true,
    platform: 'node',
    target: provider.runtime.replace(/^nodejs(\d+).*$/, 'node$1'),
    ...Object.fromEntries(settings),
    external: [...(external as string[]), ...(exclude as string[])],
    outExtension: { '.js': outputFileExtension as string },
  };
};

/** CloudFormation's tags mean nothing here. */
const parseYaml = (text: string): unknown => parse(text, { logLevel: 'error' });

const toBundle = async (
  name: string,
  entry: string,
  directory: string,
  { outputs }: Metafile,
): Promise<Bundle> => {
  const built = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (!built) throw new Error(`esbuild made nothing of ${entry}`);
  const inputs = Object.keys(built[1].inputs);
  const file = join(directory, entry.replace(/\.ts$/, basename(built[0]).replace(/^[^.]+/, '')));
  return {
    name,
    file,
    size: (await stat(file)).size,
    hasWechat: inputs.some((input) => input.includes('node_modules/undici/')),
  };
};
