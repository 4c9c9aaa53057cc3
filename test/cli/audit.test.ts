import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { GitRepository } from "../support/git-repository.ts";
import { runCommand } from "../support/server-process.ts";

const policy = `version: 1
templates:
  rules:
    - id: checkout
      kind: action
      uses: actions/checkout
      ref: { pinned: true }
`;
const workflow = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n";

function repositoryWith(files: Record<string, string>): GitRepository {
  const repository = GitRepository.create();
  onTestFinished(() => repository.remove());
  repository.commit(files);
  return repository;
}

it("prints the scorecard's JSON, and nothing else, on standard output", async () => {
  const { path } = repositoryWith({
    ".github/firstpass.yml": policy,
    ".github/workflows/ci.yml": workflow,
  });
  const asked = ["audit", path, "--format", "json", "--repository", "acme/web", "--at", "HEAD"];
  const { code, stdout } = await runCommand(asked, {});
  expect(code).toBe(0);
  const card = JSON.parse(stdout);
  expect(card).toMatchObject({ repository: { fullName: "acme/web" }, source: "clone" });
  const adoption = card.kpis.find(({ id }: { id: string }) => id === "template-adoption");
  expect(adoption).toMatchObject({ numerator: 0, denominator: 1 });
  expect((await runCommand(asked, {})).stdout).toBe(stdout);
});

it("prints what is measured, what is not and why, the rules with their lines, and broken files", async () => {
  const { path } = repositoryWith({ ".github/workflows/ci.yml": workflow });
  const config = join(path, "policy.yml");
  const broken = join(path, "broken.sarif");
  writeFileSync(config, policy);
  writeFileSync(broken, "{");
  const { code, stdout } = await runCommand(["audit", path, "--config", config, "--sarif", broken], {});
  expect(code).toBe(0);
  expect(stdout).toContain("Template rules: 0 of 1 met");
  expect(stdout).toContain(".github/workflows/ci.yml:6");
  expect(stdout).toContain("--secrets-sarif");
  expect(stdout).toContain("broken.sarif");
});

it("prints adoption over time", async () => {
  const repository = repositoryWith({
    ".github/firstpass.yml": policy,
    ".github/workflows/ci.yml": workflow,
  });
  repository.commit({ ".github/workflows/ci.yml": workflow.replace("v4", "a".repeat(40)) });
  const { stdout } = await runCommand(["audit", repository.path, "--history", "all"], {});
  expect(stdout).toContain("outdated → adopted");
  expect(stdout).toMatch(/^2026-W01 {2}1 of 1 met$/m);
});

const refused: readonly (readonly [number, readonly string[], string])[] = [
  [1, ["--at", "no-such-revision"], "no-such-revision"],
  [2, ["--template", "acme"], "OWNER/REPO=PATH"],
  [2, ["--history", "soon"], "weeks"],
  [2, ["--config", "no-such-file.yml"], "no-such-file.yml"],
];
it.each(refused)("ends with %i for %j, and says why", async (wanted, args, text) => {
  const { path } = repositoryWith({ a: "" });
  const { code, stdout, stderr } = await runCommand(["audit", path, ...args], {});
  expect([code, stdout]).toEqual([wanted, ""]);
  expect(stderr).toContain(text);
});

it("ends with 1 where there is no clone, and says why", async () => {
  const { code, stdout, stderr } = await runCommand(["audit", "/nowhere"], {});
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("/nowhere");
});

it("speaks of no time that is still to come, and of no commit before it was made", async () => {
  const { path } = repositoryWith({ ".github/firstpass.yml": policy, ".github/workflows/ci.yml": workflow });
  const future = await runCommand(["audit", path, "--as-of", "2099-01-01"], {});
  expect(future).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("in the future") });
  const before = await runCommand(["audit", path, "--at", "HEAD", "--as-of", "2001-01-01"], {});
  expect(before).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("leave one of them") });
});

it("tells names of files on one line, as something to see", async () => {
  const { path } = repositoryWith({ "results/\u001b[31m\n::error::x.sarif": "{" });
  const asked = ["audit", path, "--format", "json", "--sarif", join(path, "results")];
  const { stderr } = await runCommand(asked, {});
  expect(stderr).toContain("⟨U+001B⟩[31m ::error::x.sarif cannot be used");
  expect(stderr).not.toContain("\u001b");
  expect(stderr).not.toMatch(/^::/m);
});
