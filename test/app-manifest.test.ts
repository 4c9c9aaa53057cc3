import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { HANDLED_EVENTS } from "../src/index.ts";
import { readEvents } from "../src/ingest/normalize.ts";

const text = readFileSync("app.yml", "utf8");
const manifest = parse(text);

/** Always sent to an app; GitHub refuses a manifest that lists them. */
const alwaysSent = ["installation", "installation_repositories"];
/** Sent when a webhook is made; there is nothing to handle. */
const greeting = "ping";
/** Taken only together with permissions that are not asked for. */
const optional = [
  "branch_protection_rule",
  "custom_property_values",
  "repository_ruleset",
  "security_and_analysis",
  "team",
];

it("handles every event that ingest reads", () => {
  expect([...HANDLED_EVENTS, greeting].sort()).toEqual([...readEvents].sort());
});

it("asks GitHub for every event that is handled, but those of the optional tier and those always sent", () => {
  const left = new Set<string>([...alwaysSent, ...optional]);
  expect([...manifest.default_events].sort()).toEqual(
    HANDLED_EVENTS.filter((event) => !left.has(event)).sort(),
  );
  for (const event of optional) expect(text).toMatch(new RegExp(`^#   ${event} `, "m"));
});

it("asks for no more than to read, except where Firstpass posts", () => {
  const writes = Object.entries(manifest.default_permissions).filter(([, access]) => access !== "read");
  expect(writes).toEqual([
    ["checks", "write"],
    ["issues", "write"],
  ]);
});

it("says above each permission and event what needs it", () => {
  const lines = text.split("\n");
  const entries = lines.flatMap((line, index) =>
    /^ {2}(- )?[a-z_]+(: (read|write))?$/.test(line) ? [index] : [],
  );
  expect(entries.length).toBeGreaterThan(25);
  for (const index of entries) {
    // A comment holds for the entries below it up to the next comment.
    const block = lines.slice(0, index).findLast((line) => !/^ {2}- /.test(line));
    expect(block, lines[index]).toMatch(/^ {2}# .*\w/);
  }
});
