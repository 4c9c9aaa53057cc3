// docs/permissions.md and app.yml against the code: which KPI needs what, and which endpoints are asked.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { kpiIdentifiers } from "../src/core/kpis/measurement.ts";
import { neededPermissions } from "../src/core/kpis/permissions.ts";

const document = readFileSync("docs/permissions.md", "utf8");
const manifest = readFileSync("app.yml", "utf8");

/** The cells of all rows of the document whose first cell is `first`. */
const rowsOf = (first: string) =>
  document
    .split("\n")
    .filter((line) => line.startsWith(`| ${first} |`))
    .map((line) =>
      line
        .split("|")
        .slice(2, -1)
        .map((cell) => cell.trim()),
    );

describe("docs/permissions.md", () => {
  it.each(kpiIdentifiers)("names what %s needs, all of it and nothing else", (id) => {
    expect(rowsOf(`\`${id}\``)).toEqual(
      neededPermissions[id].map(({ permission, access = "read", unseen }) => [
        `\`${permission}: ${access}\``,
        unseen,
      ]),
    );
  });

  it("names every endpoint that is read for an observation", () => {
    const folder = "src/github/read";
    const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    const readings = files.map((file) => readFileSync(`${folder}/${file}`, "utf8"));
    const observing = readings.filter((text) => text.includes("GitHubObservations"));
    const routes = observing.flatMap((text) =>
      [...text.matchAll(/"(GET [^"]+)"/g)].map(([, route]) => route),
    );
    expect(routes.length).toBeGreaterThan(12);
    for (const route of routes) expect(document).toContain(`\`${route}\``);
  });
});

describe("app.yml", () => {
  it.each(kpiIdentifiers)("names %s beside each permission that it needs", (id) => {
    for (const { permission, access = "read" } of neededPermissions[id]) {
      expect(commentsOf(permission, access), `${permission}: ${access}`).toContain(id);
    }
  });
});

/** What stands above a permission that is asked for, or below one of the optional tier. */
function commentsOf(permission: string, access: string): string {
  const lines = manifest.split("\n");
  const asked = lines.findIndex((line) => new RegExp(`^  ${permission}: (read|write)$`).test(line));
  if (asked >= 0) {
    const begin = lines.slice(0, asked).findLastIndex((line) => !line.startsWith("  #"));
    return lines.slice(begin + 1, asked).join("\n");
  }
  const optional = lines.findIndex((line) => line.startsWith(`# ${permission}: ${access}`));
  const length = lines.slice(optional + 1).findIndex((line) => !line.startsWith("#   "));
  return lines.slice(optional + 1, length < 0 ? undefined : optional + 1 + length).join("\n");
}
