import { expect, it } from "vitest";
import type { Audit } from "../../src/core/audit/audit.ts";
import { renderAuditMarkdown, renderAuditTerminal } from "../../src/render/audit/audit.ts";
import { auditClone } from "../../src/workflows/audit/audit-clone.ts";
import { finding, inputFor, makeRepository } from "../workflows/audit/support.ts";

const hostile = "x\u202e\u001b[31m @octocat <img src=x>\n# H";

async function hostileAudit(): Promise<Audit> {
  const repository = makeRepository();
  repository.commit({ a: "" });
  const audit = await auditClone(await inputFor(repository));
  const sightings = { ...audit.sightings, notes: [hostile], sarif: [{ file: hostile, broken: hostile }] };
  return { ...audit, sightings, findings: [finding({ tool: hostile })], configProblems: [] };
}

it("shows names that others chose literally, on a terminal and as Markdown", async () => {
  const audit = await hostileAudit();
  const terminal = renderAuditTerminal(audit);
  expect(terminal).toContain("x⟨U+202E⟩⟨U+001B⟩[31m @octocat");
  expect(terminal).not.toContain("\u001b");
  const markdown = renderAuditMarkdown(audit);
  expect(markdown).not.toMatch(/(?<!\\)<img/);
  expect(markdown).not.toMatch(/(?<!`)@octocat/);
  expect(markdown).not.toMatch(/^# H/m);
});
