// A private PostgreSQL for the tests: a cluster in a temporary folder on a Unix socket, started once per run by vitest's global
// set-up and removed at its end; every test store gets a database of its own. Where the binaries are missing, it says so loudly.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import { findBinaries, startCluster, urlOf } from "./postgres-cluster.ts";

export { startCluster, type TestCluster } from "./postgres-cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the private cluster listens; null when PostgreSQL is not installed. */
    postgres: { readonly folder: string; readonly binaries: string } | null;
  }
}

/** vitest's globalSetup. With FIRSTPASS_REQUIRE_POSTGRES=1 missing binaries are a failure, else a loud skip. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const binaries = await findBinaries();
  if (binaries === null) {
    if (process.env.FIRSTPASS_REQUIRE_POSTGRES === "1") {
      throw new Error(
        "FIRSTPASS_REQUIRE_POSTGRES is set, and PostgreSQL's initdb and pg_ctl are not installed.",
      );
    }
    console.warn(missingBinaries);
    project.provide("postgres", null);
    return undefined;
  }
  const cluster = await startCluster(binaries);
  project.provide("postgres", { folder: cluster.folder, binaries });
  return cluster.remove;
}

const missingBinaries = `
┌──────────────────────────────────────────────────────────────────────────┐
│ PostgreSQL is not installed: every test on PostgreSQL is SKIPPED.        │
│ Install its server (Debian: apt-get install postgresql) to run them.     │
└──────────────────────────────────────────────────────────────────────────┘`;

/** A fresh database in the cluster of this run. */
export async function createTestDatabase(): Promise<{ url: string; remove(): Promise<void> }> {
  const cluster = inject("postgres");
  if (!cluster) throw new Error("PostgreSQL is not installed; this test should have been skipped.");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await administer(cluster.folder, `create database ${name}`);
  return {
    url: urlOf(cluster.folder, name),
    remove: () => administer(cluster.folder, `drop database ${name} with (force)`),
  };
}

async function administer(folder: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(folder, "postgres") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
