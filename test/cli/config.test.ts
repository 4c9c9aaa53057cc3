import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

function validate(...args: string[]) {
  return runCommand(["config", "validate", ...args], {});
}

const example = resolve("docs/examples/organisation.yml");

function fileWith(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), "firstpass.yml");
  writeFileSync(path, content);
  return path;
}

describe("config validate", () => {
  it("prints every problem as path:line:column: message, and ends with 1", async () => {
    const path = fileWith("version: 1\nmode: enforced\nowners: me\n");
    const { code, stdout, stderr } = await validate(path);
    expect(code).toBe(1);
    expect(stdout.split("\n")).toEqual([
      `${path}:2:7: mode: found "enforced"; must be one of "advisory", "enforce". Did you mean "enforce"?`,
      expect.stringContaining(
        `${path}:3:1: unknown key "owners" at the top of the file. Did you mean "owner"?`,
      ),
      "",
    ]);
    expect(stderr).toBe(`firstpass: ${path} has 2 errors: nothing of it would be in force.\n`);
  });

  it("reads an exceptions file as one, the organisation's where asked", async () => {
    const path = join(temporaryFolder(), "firstpass-exceptions.yml");
    const entry = { finding: "dependabot#3", reason: "Not reachable.", owner: "@acme/web" };
    writeFileSync(path, JSON.stringify({ version: 1, exceptions: [entry] }));
    const { code, stdout, stderr } = await validate(path);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/:1:\d+: exceptions\[0\]\.expires is missing/)]);
    expect(stderr).toBe(
      `firstpass: ${path} has an error: none of the entries with an error would be in force.\n`,
    );
    expect(await runCommand(["config", "validate", "--organisation", path], {})).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("alerts are numbered in each repository for itself"),
    });
  });

  it("says that a file is valid and ends with 0, warnings shown", async () => {
    const path = fileWith("version: 1\ntargets: { secret-exposure: '<= 0' }\n");
    const { code, stdout, stderr } = await validate(path);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/:2:\d+: warning: .*\n.* is valid\. Read the warning\.\n$/);
    expect(await validate(example)).toMatchObject({
      code: 0,
      stdout: `${example} is valid.\n`,
    });
  });

  it("ends with 2 for a file that is not there and for a folder, with 1 for one that is no text", async () => {
    expect(await validate("no-such.yml")).toMatchObject({
      code: 2,
      stderr: "firstpass: no-such.yml cannot be read: there is no such file.\n",
    });
    expect(await validate(temporaryFolder())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("a folder"),
    });
    expect(await validate(fileWith(new Uint8Array([0xff, 0xfe])))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("not UTF-8"),
    });
  });

  it("knows by its place, or is told, whose file it is", async () => {
    const text = "version: 1\npolicy: { locked: [mode] }\ntargets: { first-pass-rate: '>= 80 %' }\n";
    const folder = join(temporaryFolder(), ".github");
    mkdirSync(folder);
    const path = join(folder, "firstpass.yml");
    writeFileSync(path, text);
    expect(await validate(path)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${path}:2:1: warning: "policy" is for the organisation alone`),
    });
    expect(await validate(path, "--organisation")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${path}:3:12: warning: targets.first-pass-rate: nobody answers`),
    });
  });

  it("checks several files, and ends with the worst of what it met", async () => {
    const broken = fileWith("version: 2\n");
    const fine = fileWith("version: 1\n");
    expect(await validate(broken, fine)).toMatchObject({
      code: 1,
      stdout: `${broken}:1:10: version: found 2; must be 1.\n${fine} is valid.\n`,
      stderr: `firstpass: ${broken} has an error: nothing of it would be in force.\n`,
    });
    expect(await validate("no-such.yml", broken)).toMatchObject({
      code: 2,
      stdout: `${broken}:1:10: version: found 2; must be 1.\n`,
      stderr: `firstpass: no-such.yml cannot be read: there is no such file.\nfirstpass: ${broken} has an error: nothing of it would be in force.\n`,
    });
  });

  it("writes all problems as one JSON list where asked", async () => {
    const broken = fileWith("version: 2\nmodes: x\n");
    const { code, stdout } = await validate("--format", "json", broken, fileWith("version: 1\n"));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([
      { path: broken, line: 1, column: 10, severity: "error", message: "version: found 2; must be 1." },
      { path: broken, line: 2, column: 1, severity: "error", message: expect.stringContaining('"modes"') },
    ]);
    expect(await validate("--format", "json", fileWith("version: 1\n"))).toMatchObject({
      code: 0,
      stdout: "[]\n",
    });
  });
});
