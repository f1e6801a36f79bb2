import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

export type Resource<P = Record<string, unknown>> = {
  Type: string;
  DependsOn?: string[];
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Properties: P;
};
export type Template = { Resources: Record<string, Resource>; Outputs: Record<string, unknown> };

/** What `serverless package` made: the CloudFormation template, and each function's zip, unpacked, by the zip's name. */
export type Packaged = {
  template: Template;
  templateFile: string;
  bundles: Map<string, Bundle>;
  remove: () => Promise<void>;
};
export type Bundle = { directory: string; files: string[] };

const run = promisify(execFile);
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['serverless.yml', 'package.json', 'tsconfig.json', 'resources', 'functions', 'lib', 'web'];

/**
 * Packages the service as `npm run package` does, but a copy of it: the packager writes into the folder of the service.
 * It sees no AWS account and no settings of whoever runs the test.
 */
export const packageService = async ({ region }: { region: string }): Promise<Packaged> => {
  const directory = await mkdtemp(join(tmpdir(), 'callme-package-'));
  await Promise.all(
    SOURCES.map((name) => cp(join(PROJECT, name), join(directory, name), { recursive: true })),
  );
  await symlink(join(PROJECT, 'node_modules'), join(directory, 'node_modules'), 'junction');

  const serverless = join(PROJECT, 'node_modules/serverless/bin/serverless.js');
  await run(process.execPath, [serverless, 'package', '--region', region, '--package', 'out'], {
    cwd: directory,
    env: { ...bareEnvironment(), HOME: directory, USERPROFILE: directory },
  });

  const out = join(directory, 'out');
  const templateFile = join(out, 'cloudformation-template-update-stack.json');
  const zips = (await readdir(out)).filter((name) => name.endsWith('.zip'));
  const bundles = await Promise.all(zips.map(async (zip) => [zip, await unpack(join(out, zip))] as const));
  return {
    template: JSON.parse(await readFile(templateFile, 'utf8')) as Template,
    templateFile,
    bundles: new Map(bundles),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
};

/**
 * Imports a module in a fresh Node process that has nothing but the given variables, as a starting Lambda does.
 * @returns the names of the module's exports, or what was wrong with it
 */
export const importFresh = (bundle: Bundle, file: string, variables: Variables): Promise<string> =>
  runFresh('console.log(Object.keys(await import(process.argv[1])).join())', bundle, file, variables);

/** Has a function's handler answer an event, in such a process. */
export const askFresh = (
  bundle: Bundle,
  file: string,
  variables: Variables,
  event: object,
): Promise<string> =>
  runFresh(
    `const { handler } = await import(process.argv[1]);
    console.log(JSON.stringify(await handler(${JSON.stringify(event)}, { awsRequestId: 'fresh' })));`,
    bundle,
    file,
    variables,
  );

type Variables = Record<string, string>;

const runFresh = async (script: string, { directory }: Bundle, file: string, variables: Variables) => {
  const args = ['--input-type=module', '--eval', script, pathToFileURL(join(directory, file)).href];
  try {
    const { stdout } = await run(process.execPath, args, {
      cwd: directory,
      env: { ...bareEnvironment(), ...variables },
    });
    return stdout.trim();
  } catch (error) {
    return (error as { stderr?: string }).stderr ?? String(error);
  }
};

const unpack = async (zip: string): Promise<Bundle> => {
  const directory = zip.replace(/\.zip$/, '');
  const files = Object.entries(unzipSync(await readFile(zip)));
  for (const [name, content] of files) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
  return { directory, files: files.map(([name]) => name).sort() };
};

/** What a process needs to run at all, on Windows too. */
const bareEnvironment = (): NodeJS.ProcessEnv => {
  const { PATH, SystemRoot, TEMP, TMP, TMPDIR } = process.env;
  return { PATH, SystemRoot, TEMP, TMP, TMPDIR };
};
