import { setting } from '../env.ts';

/** The product's version, of `package.json`. */
export const version = setting('VERSION');
