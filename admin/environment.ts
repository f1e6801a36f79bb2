import { declared, localEnvironment, STAGE } from '../local/environment.ts';
import { readSettings } from '../local/settings.ts';
import { UsageError } from './command.ts';

/** Which deployment a command is for, as far as it says so. */
export type Target = { stage?: string | undefined; region?: string | undefined };

/** The WeChat that a deployment asks unless it was told another. */
const WECHAT_API = 'https://api.weixin.qq.com';

type Variables = Record<string, string | undefined>;
/**
 * What the process environment must say to reach a deployment. Undefined means that a variable must go.
 *
 *   | stage             | DynamoDB                                                                            |
 *   |-------------------|-------------------------------------------------------------------------------------|
 *   | `local` (default) | that of `npm start`: the embedded one (PORT + 3), or of AWS_ENDPOINT_URL_DYNAMODB   |
 *   | another           | AWS as the environment says; the region falls back on that of `serverless.yml`      |
 *
 * A stage that is named decides the names of the tables; without one, names that the environment gives
 * (`SESSIONS_TABLE` and so on) win over those of stage `local`.
 * @throws UsageError when stage or region makes no sense, Complaint when PORT does
 */
export const environmentFor = async ({ stage, region }: Target, env: Variables): Promise<Variables> => {
  const target = checkName('stage', stage ?? STAGE);
  const reached =
    target === STAGE
      ? await localEnvironment(readSettings([], env).ports, env)
      : await deployedEnvironment(target, env);
  const AWS_REGION = checkName('region', region ?? reached.AWS_REGION ?? '');
  return { ...reached, ...(stage === undefined && ownNames(reached, env)), AWS_REGION };
};

const checkName = (what: string, name: string): string => {
  if (/^[a-z][a-z0-9-]*$/i.test(name)) return name;
  throw new UsageError(`"${name}" is no ${what}`);
};

const deployedEnvironment = async (stage: string, env: Variables): Promise<Variables> => {
  const { tables, region } = await declared(stage);
  return {
    ...tables,
    AWS_REGION: env.AWS_REGION || region,
    WECHAT_API_BASE_URL: env.WECHAT_API_BASE_URL || WECHAT_API,
  };
};

/** The names of tables that the environment gives already. */
const ownNames = (reached: Variables, env: Variables): Variables =>
  Object.fromEntries(
    Object.keys(reached).flatMap((name) => (name.endsWith('_TABLE') && env[name] ? [[name, env[name]]] : [])),
  );
