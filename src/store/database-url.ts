// Reads DATABASE_URL: which store, and where. Wrong ones end in a message that says what to write.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DatabaseUrlError } from "./errors.ts";

export type DatabaseLocation =
  | { readonly dialect: "sqlite"; readonly file: string }
  | { readonly dialect: "sqlite"; readonly file: ":memory:" }
  | { readonly dialect: "postgres"; readonly connectionString: string };

const advice =
  "Use sqlite:PATH (for example sqlite:./data/firstpass.db) or postgres://user:password@host:5432/database.";

/**
 * Parses `sqlite:PATH` (relative to the working directory, absolute, or `sqlite:///absolute`), `sqlite::memory:`,
 * `postgres://…` and `postgresql://…`.
 *
 * @throws DatabaseUrlError for anything else. The message never repeats the URL: it may hold a password.
 */
export function parseDatabaseUrl(url: string): DatabaseLocation {
  const trimmed = url.trim();
  if (/^postgres(ql)?:\/\//i.test(trimmed)) {
    // A user without a host (a Unix socket, named in the query) is right for PostgreSQL, though not for the URL standard.
    if (!URL.canParse(trimmed.replace("@/", "@localhost/"))) {
      throw new DatabaseUrlError(
        `DATABASE_URL is not a valid PostgreSQL URL; special characters in the password must be percent-encoded. ${advice}`,
      );
    }
    return { dialect: "postgres", connectionString: trimmed };
  }
  const path = /^sqlite:(.*)$/is.exec(trimmed)?.[1];
  if (path === undefined)
    throw new DatabaseUrlError(`DATABASE_URL names no store Firstpass knows. ${advice}`);
  if (path === ":memory:") return { dialect: "sqlite", file: ":memory:" };
  const file = path.startsWith("///") ? fileURLToPath(`file:${path}`) : path;
  if (file === "" || file.endsWith("/") || file.startsWith("//")) {
    throw new DatabaseUrlError(`DATABASE_URL says sqlite: but names no file. ${advice}`);
  }
  return { dialect: "sqlite", file: resolve(file) };
}
