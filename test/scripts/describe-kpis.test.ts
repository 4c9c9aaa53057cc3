// docs/kpis.md: every KPI has its section with all that an auditor asks for, and the rules for all name the limits that the code uses.
import { describe, expect, it } from "vitest";
import { describeKpis } from "../../scripts/describe-kpis.ts";
import { kpiDefinitions } from "../../src/core/kpis/registry.ts";

const page = describeKpis(kpiDefinitions);
const sections = new Map(
  page
    .split(/^<a id="/m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('"')), section]),
);

describe("the documentation of the KPIs", () => {
  it("has one section a KPI, in order, and a line in the contents that leads to it", () => {
    expect([...sections.keys()]).toEqual(kpiDefinitions.map(({ id }) => id));
    for (const { id, title } of kpiDefinitions) expect(page).toContain(`| [${title}](#${id}) |`);
  });

  it.each(kpiDefinitions.map(({ id }) => id))("tells of %s all that is asked", (id) => {
    const section = sections.get(id) ?? "";
    const parts = [
      "Formula",
      "Population",
      "Window",
      "Target",
      "Left out, and shown with its number:",
      "Permissions",
      "Not measured when:",
      "How to act",
    ];
    for (const part of parts) expect(section).toMatch(new RegExp(`\\*\\*${part}\\.?\\*\\*`));
    expect(section).not.toMatch(/undefined|null|\[object/);
  });

  it("names the limits of the review", () => {
    expect(page).toContain("up to 2 %, doubtful up to 10 %");
    expect(page).toContain("*low* up to 4 hours");
  });
});
