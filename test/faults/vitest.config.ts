// `npm run test:faults`: everything that provokes faults, the long ones too. What it did is told aloud.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/faults/**/*.test.ts", "test/hostile/**/*.test.ts"],
    globalSetup: ["test/support/postgres.ts"],
    reporters: ["verbose"],
    disableConsoleIntercept: true,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    expect: { poll: { timeout: 15_000 } },
  },
});
