import { afterAll, beforeAll } from 'vitest';
import { type Packaged, packageService } from './packaged.ts';
import { readTemplate } from './reading.ts';

/** A region of China: what fits there fits everywhere. */
export const REGION = 'cn-north-1';

export let service: Packaged;
export let read: ReturnType<typeof readTemplate>;

/** Packages the service once, for all that is to be said of it. */
export const openPackage = (): void => {
  beforeAll(async () => {
    service = await packageService({ region: REGION });
    read = readTemplate(service);
  }, 300_000);
  afterAll(() => service?.remove());
};
