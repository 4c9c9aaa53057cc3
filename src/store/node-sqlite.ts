// Node's own SQLite, asked for only when a file is opened: commands that need no store also run where Node has none.
import type { DatabaseSync, DatabaseSyncOptions } from "node:sqlite";
import { SqliteMissing } from "./errors.ts";

/**
 * Opens a database file, as `new DatabaseSync` does.
 *
 * @throws SqliteMissing before Node 24.
 */
export function openDatabaseSync(file: string, options: DatabaseSyncOptions): DatabaseSync {
  const sqlite = process.getBuiltinModule?.("node:sqlite") as typeof import("node:sqlite") | undefined;
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (sqlite === undefined || major < 24) {
    throw new SqliteMissing(
      `This command keeps its data in SQLite and needs Node.js 24 or later; this is ${process.version}. \`report\`, \`audit\` and \`config\` run on this one, too.`,
    );
  }
  return new sqlite.DatabaseSync(file, options);
}
