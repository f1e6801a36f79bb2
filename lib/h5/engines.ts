import { setting } from '../env.ts';
import type { Engine } from './engine.ts';
import { rules } from './rules/rules.ts';

/** The engines by name. Another one: write an `Engine`, enter it here, and name it by the setting `H5_ENGINE`. */
const ENGINES: Record<string, Engine> = { rules };

/** The engine that the deployment chose. */
export const chosenEngine = (): Engine => {
  const name = setting('H5_ENGINE');
  const engine = Object.hasOwn(ENGINES, name) ? ENGINES[name] : undefined;
  if (!engine) throw new Error(`H5_ENGINE is "${name}"; there is: ${Object.keys(ENGINES).join(', ')}`);
  return engine;
};
