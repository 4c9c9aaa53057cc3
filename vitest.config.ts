import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Minutes of kills and floods: `npm run test:faults`.
    // Installs what is published, from npm's registry: `npm run test:package`.
    exclude: [...configDefaults.exclude, "test/faults/long/**", "test/package/**"],
    globalSetup: ["test/support/postgres.ts"],
    // Much of the time is spent on waiting for processes and sockets.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    // A condition that is waited for may come late on a busy machine.
    expect: { poll: { timeout: 10_000 } },
  },
});
