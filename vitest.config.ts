import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { defineConfig } from 'vitest/config';

// Each test file and each started product loads the same modules anew: what Node compiled of them once serves them all.
enableCompileCache();
process.env.NODE_COMPILE_CACHE ??= getCompileCacheDir();

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    // tests/support/setup.ts says what each file finds new.
    isolate: false,
    setupFiles: ['tests/support/setup.ts'],
    // The log lines of the product are shown where a test fails.
    silent: 'passed-only',
    // Tests wait more than they compute: for time limits, leases and servers.
    maxWorkers: 4,
    testTimeout: 40_000,
    hookTimeout: 120_000,
  },
});
