// A `.env` in the folder where a command is run: the server's own, or that of code which somebody else wrote.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { GitRepository } from "../support/git-repository.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

function cloneOfOthers(): string {
  const repository = GitRepository.create();
  onTestFinished(() => repository.remove());
  repository.commit({ "README.md": "" });
  return repository.path;
}

it("is not read by report: it could name the address that the token is sent to", async () => {
  const folder = cloneOfOthers();
  writeFileSync(join(folder, ".env"), "GITHUB_TOKEN=planted\nGITHUB_API_URL=http://127.0.0.1:9\n");
  const { code, stderr } = await runCommand(["report", "acme/web"], { HOME: "/dev/null" }, folder);
  expect(stderr).toContain("There is no token");
  expect(code).toBe(2);
});

it("is not read by audit: it could name a library that git loads", async () => {
  const folder = cloneOfOthers();
  writeFileSync(join(folder, ".env"), "PLANTED=1\n");
  writeFileSync(join(folder, "look.mjs"), "process.on('exit', () => console.error(process.env.PLANTED));");
  const variables = { NODE_OPTIONS: `--import=${join(folder, "look.mjs")}` };
  const { code, stderr } = await runCommand(["audit", "."], variables, folder);
  expect(code).toBe(0);
  expect(stderr).toContain("undefined");
});

it("is read by a command of the server", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, ".env"), "DATABASE_URL=nonsense://\n");
  expect((await runCommand(["jobs", "list"], {}, folder)).stderr).toContain("DATABASE_URL names no store");
});

it("may be a folder, as Python's tools make one", async () => {
  const folder = cloneOfOthers();
  mkdirSync(join(folder, ".env"));
  writeFileSync(join(folder, "firstpass.yml"), "version: 1\n");
  for (const asked of [
    ["audit", "."],
    ["config", "validate", "firstpass.yml"],
  ])
    expect(await runCommand(asked, {}, folder)).toMatchObject({ code: 0 });
});

it("shows what an argument holds as something to see, not as something that acts", async () => {
  const { stderr } = await runCommand(["audit", "\u001b[31m"]);
  expect(stderr).toContain("⟨U+001B⟩[31m");
  const usage = await runCommand(["audit", ".", "--format", "\u001b[31m"]);
  expect(usage).toMatchObject({ code: 2, stderr: expect.stringContaining("⟨U+001B⟩[31m") });
});
