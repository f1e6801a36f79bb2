import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run fuzz [requests]`: so many random requests over all routes, 50,000 unless it is told otherwise. */
const [requests = '50000'] = process.argv.slice(2);
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', 'tests/routes.property.test.ts', '--testTimeout=600000'],
  { env: { ...process.env, FUZZ_REQUESTS: requests }, stdio: 'inherit' },
);
process.exit(status ?? 1);
