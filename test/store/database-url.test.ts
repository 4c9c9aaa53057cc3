import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDatabaseUrl } from "../../src/store/database-url.ts";
import { DatabaseUrlError } from "../../src/store/errors.ts";

describe("DATABASE_URL", () => {
  it.each([
    ["sqlite:./data/firstpass.db", resolve("data/firstpass.db")],
    ["sqlite:data/firstpass.db", resolve("data/firstpass.db")],
    ["sqlite:/var/lib/firstpass.db", "/var/lib/firstpass.db"],
    ["sqlite:///var/lib/first%20pass.db", "/var/lib/first pass.db"],
    ["SQLite:/var/lib/firstpass.db ", "/var/lib/firstpass.db"],
    ["sqlite::memory:", ":memory:"],
  ])("reads %s as a file", (url, file) => {
    expect(parseDatabaseUrl(url)).toEqual({ dialect: "sqlite", file });
  });

  it.each([
    "postgres://u:p@db:5432/firstpass",
    "postgresql://db/firstpass?sslmode=require",
    "postgres://u@/firstpass?host=/run/postgresql",
  ])("reads %s as PostgreSQL", (connectionString) => {
    expect(parseDatabaseUrl(connectionString)).toEqual({ dialect: "postgres", connectionString });
  });

  it.each([
    "",
    "data/firstpass.db",
    "sqlite:",
    "sqlite:data/",
    "sqlite://host/file.db",
    "mysql://secret@db/x",
    "postgres://u:secret@#@db/x:y:z",
  ])("refuses %s, says what to write, and does not repeat it", (url) => {
    expect(() => parseDatabaseUrl(url)).toThrow(DatabaseUrlError);
    expect(() => parseDatabaseUrl(url)).toThrow(/^(?!.*secret).*sqlite:\.\/data\/firstpass\.db.*postgres:/);
  });
});
