// The example workflows, by GitHub's own parser: they are valid, ask for no more than they need, and run nothing that can change.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

/** GitHub's parser imports JSON in a way that bundlers understand, and Node does not. */
async function loadParser(): Promise<typeof import("@actions/workflow-parser")> {
  const bundle = mkdtempSync(join(tmpdir(), "firstpass-parser-"));
  afterAll(() => rmSync(bundle, { recursive: true, force: true }));
  const outfile = join(bundle, "parser.cjs");
  await build({
    stdin: { contents: 'export * from "@actions/workflow-parser";', resolveDir: import.meta.dirname },
    bundle: true,
    format: "cjs",
    platform: "node",
    outfile,
  });
  return createRequire(import.meta.url)(outfile);
}

const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await loadParser();

const folder = "docs/workflows";
const files = readdirSync(folder).sort();
const ownAction = "firstpass-dev/firstpass/action";
const zeros = "0".repeat(40);

const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  with: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])).optional(),
});
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean() }),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.enum(["read", "write"])),
      "timeout-minutes": z.number(),
      steps: z.array(step),
    }),
  ),
});
const action = z.object({ inputs: z.record(z.string(), z.object({ default: z.string() })) });

const inputs = action.parse(parse(readFileSync("action/action.yml", "utf8"))).inputs;
const textOf = (file: string) => readFileSync(`${folder}/${file}`, "utf8");
const read = (file: string) => workflow.parse(parse(textOf(file)));
const stepsOf = (file: string) => Object.values(read(file).jobs).flatMap(({ steps }) => steps);

/** Of inputs that take one of a few words. */
const allowed: Readonly<Record<string, RegExp>> = {
  mode: /^(auto|pull-request|report)$/,
  "weekly-issue": /^(true|false)$/,
  "show-findings": /^(private|always)$/,
  "fail-on":
    /^(never|(broken-template|invalid-file|new-secret|new-finding(:(critical|high|medium|low|error|warning|note))?|off-target(:[a-z-]+)?)(, *|$))+$/,
};

async function problemsOf(content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: "example.yml", content }, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

describe("the parser", () => {
  it("finds what is wrong with a workflow", async () => {
    const broken = textOf("weekly.yml").replace("runs-on:", "run-on:");
    expect(await problemsOf(broken)).not.toEqual([]);
    expect(await problemsOf(textOf("weekly.yml").replace("github.token", "nothing.here"))).toEqual([]);
    const unknown = textOf("organisation.yml").replace(
      "steps.app-token.outputs",
      "steppes.app-token.outputs",
    );
    expect(await problemsOf(unknown)).not.toEqual([]);
  });
});

describe.each(files)("%s", (file) => {
  it("is a workflow to GitHub's parser, without an error", async () => {
    expect(await problemsOf(textOf(file))).toEqual([]);
  });

  it("pins every action to a commit, and tells its version", () => {
    const uses = textOf(file)
      .split("\n")
      .filter((line) => /^\s*(- )?uses:/.test(line));
    expect(uses).toHaveLength(stepsOf(file).filter((one) => one.uses !== undefined).length);
    for (const line of uses) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    for (const line of uses.filter((one) => one.includes(zeros))) expect(line).toContain(`${ownAction}@`);
  });

  it("says how to fill in the commit that cannot be known here", () => {
    if (textOf(file).includes(`${ownAction}@`)) expect(textOf(file)).toMatch(/git ls-remote/);
  });

  it("gives each job what it needs, and the rest nothing", () => {
    const { permissions, jobs } = read(file);
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) {
      const writes = Object.entries(job.permissions).filter(([, level]) => level === "write");
      const posts = job.steps.some((one) => one.with?.["weekly-issue"] === "true");
      expect(writes).toEqual(posts ? [["issues", "write"]] : []);
      const checksOut = job.steps.some((one) => one.uses?.startsWith("actions/checkout@"));
      if (checksOut) expect(job.permissions).toHaveProperty("contents", "read");
    }
  });

  it("leaves no token in a checkout, and runs no stranger's code with secrets", () => {
    expect(read(file).on).not.toHaveProperty("pull_request_target");
    for (const one of stepsOf(file)) {
      if (one.uses?.startsWith("actions/checkout@"))
        expect(one.with).toMatchObject({ "persist-credentials": false });
      // What others chose reaches a shell through its environment alone.
      if (one.run !== undefined) expect(one.run).not.toContain("${{");
    }
  });

  it("gives the Action inputs that it has, with values that they take, and the history that a change needs", () => {
    for (const { steps } of Object.values(read(file).jobs)) {
      const own = steps.find((one) => one.uses?.startsWith(`${ownAction}@`));
      for (const [name, value] of Object.entries(own?.with ?? {})) {
        expect(inputs).toHaveProperty([name]);
        const values = allowed[name];
        if (values !== undefined) expect(String(value)).toMatch(values);
      }
      const checkout = steps.find((one) => one.uses?.startsWith("actions/checkout@"));
      if (own !== undefined && checkout !== undefined) expect(checkout.with?.["fetch-depth"]).toBe(0);
    }
  });

  it("runs once at a time", () => {
    const { concurrency, jobs } = read(file);
    expect(concurrency.group).toMatch(/^firstpass/);
    // A report that is under way has spent its requests already.
    expect(concurrency["cancel-in-progress"]).toBe("pull_request" in read(file).on);
    for (const job of Object.values(jobs)) expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
  });
});

it("shows each of the ways: a pull request, forks, every week, an organisation", () => {
  expect(files).toEqual(["organisation.yml", "pull-request-forks.yml", "pull-request.yml", "weekly.yml"]);
});

describe("words that are allowed here", () => {
  it("are those of the Action's own description", () => {
    for (const [name, pattern] of Object.entries(allowed)) {
      expect(inputs).toHaveProperty([name]);
      expect(inputs[name]?.default).toMatch(pattern);
    }
  });
});
