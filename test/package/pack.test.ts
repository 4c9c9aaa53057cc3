// The published package: holds what it needs and nothing else, needs no registry beside itself, and runs on old and new Node.
import { generateKeyPairSync } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scorecardSchema } from "../../src/core/scorecard/schema.ts";
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { addRepository, commitTo } from "../../src/local-github/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local-github/start.ts";
import { GitRepository } from "../support/git-repository.ts";
import { bareMachine, type Machine, nodesHere, type Packed, packPackage } from "./packed.ts";

const token = "ghp_everything-0123456789";
let packed: Packed;
let github: LocalGitHub;
let clone: GitRepository;

beforeAll(async () => {
  packed = packPackage();
  const { publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  github = await startLocalGitHub({ appId: 1, publicKey, webhookSecret: "s" });
  const createdAt = Date.now() - 40 * 24 * 60 * 60 * 1000;
  const owner = { id: 77, login: "acme", type: "Organization" } as const;
  const shop = addRepository(github.state, {
    id: 500,
    owner,
    name: "shop",
    visibility: "private",
    createdAt,
  });
  commitTo(shop, "main", { files: { "README.md": "shop" }, message: "Begin", committedAt: createdAt });
  github.addToken({
    token,
    kind: "classic",
    permissions: { ...grantedPermissions, checks: "read", issues: "read" },
  });
  clone = GitRepository.create();
  writeFileSync(join(clone.path, "README.md"), "shop\n");
  clone.git("add", "--all");
  clone.git("commit", "--quiet", "--message", "Begin");
});

afterAll(async () => {
  await github.stop();
  clone.remove();
  packed.remove();
});

describe("what is packed", () => {
  it("is the built command line, what registers an App, and what a reader expects of a package", () => {
    const others = packed.files.filter((file) => !/^dist\/chunks\/[\w.-]+\.js$/.test(file));
    expect(others).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "app.yml",
      "dist/firstpass.js",
      "dist/licenses.txt",
      "package.json",
    ]);
  });

  it("asks for no other package, and says on which Node it runs", () => {
    const about = JSON.parse(packed.textOf("package.json"));
    for (const kind of ["dependencies", "optionalDependencies", "peerDependencies", "bundleDependencies"])
      expect(about[kind] ?? {}).toEqual({});
    expect(about.private).toBeUndefined();
    expect(about.engines).toEqual({ node: ">=20.19" });
    expect(Object.keys(about.scripts)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(pre|post)?install$/)]),
    );
  });

  it("names no path of this machine, and no registry", () => {
    for (const file of packed.files.filter((one) => one.startsWith("dist/"))) {
      const text = packed.textOf(file);
      expect(text.includes(process.cwd()), file).toBe(false);
      expect(text.includes(`${homedir()}/`), file).toBe(false);
      expect(text, file).not.toMatch(/registry\.npmjs\.org|_authToken/);
    }
  });

  it("holds neither the demo nor the local GitHub nor a test", () => {
    const dist = packed.files.filter((file) => file.endsWith(".js"));
    for (const file of dist)
      expect(packed.textOf(file)).not.toMatch(/^\/\/ (src\/(demo|local-github)|test)\//m);
  });

  it("passes on the licence of every package in it", () => {
    const licenses = packed.textOf("dist/licenses.txt");
    const named = new Set<string>();
    for (const file of packed.files.filter((one) => one.endsWith(".js")))
      for (const [, name] of packed
        .textOf(file)
        .matchAll(/^\/\/ (?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//gm))
        named.add(name ?? "");
    expect(named.size).toBeGreaterThan(50);
    for (const name of named) expect(licenses).toContain(`${name} `);
  });
});

describe.each(nodesHere())("with %s, in an empty folder", (node) => {
  let machine: Machine;
  beforeAll(() => {
    machine = bareMachine(node);
  });
  afterAll(() => machine.remove());
  const run = (args: readonly string[], environment?: Record<string, string>) =>
    machine.npx(packed.tarball, args, environment);

  it("starts from cold without a registry, and says nothing beside its answer", async () => {
    const cold = await run(["--help"]);
    expect([cold.code, cold.stdout, cold.stderr]).toEqual([
      0,
      expect.stringMatching(/^Usage: firstpass/),
      "",
    ]);
    const warm = await run(["--help"]);
    expect(warm.stdout).toBe(cold.stdout);
    console.log(`${machine.version}: npx from cold ${cold.millis} ms, warm ${warm.millis} ms`);
    expect(readdirSync(machine.folder)).toEqual([]);
  });

  it("checks a configuration", async () => {
    const folder = clone.path;
    writeFileSync(join(folder, "good.yml"), "version: 1\n");
    writeFileSync(join(folder, "bad.yml"), "version: 1\nwindows: 3\n");
    expect(await run(["config", "validate", join(folder, "good.yml")])).toMatchObject({
      code: 0,
      stderr: "",
    });
    const bad = await run(["config", "validate", join(folder, "bad.yml")]);
    expect([bad.code, bad.stdout + bad.stderr]).toEqual([1, expect.stringContaining("windows")]);
  });

  it("audits a clone, without a token and without a network", async () => {
    const { code, stdout } = await run(["audit", clone.path, "--format", "json"]);
    expect(code).toBe(0);
    expect(scorecardSchema.parse(JSON.parse(stdout)).source).toBe("clone");
  });

  it("reports on a repository", async () => {
    const environment = { GITHUB_TOKEN: token, GITHUB_API_URL: `${github.origin}/api/v3` };
    const { code, stdout, stderr } = await run(["report", "acme/shop", "--format", "json"], environment);
    expect([code, stderr]).toEqual([0, expect.stringContaining("acme/shop")]);
    expect(scorecardSchema.parse(JSON.parse(stdout)).source).toBe("api");
  });

  it("says in one sentence what it cannot do here", async () => {
    const demo = await run(["demo"]);
    expect([demo.code, demo.stderr]).toEqual([
      1,
      expect.stringMatching(/^firstpass: The demo runs in a checkout.*\n$/),
    ]);
    if (Number(/^v(\d+)/.exec(machine.version)?.[1]) >= 24) return;
    const file = join(clone.path, "firstpass.db");
    writeFileSync(file, "");
    const served = await run(["scorecard", "acme/shop"], { DATABASE_URL: `sqlite:${file}` });
    expect([served.code, served.stderr]).toEqual([
      1,
      expect.stringMatching(/^firstpass: .*needs Node\.js 24.*\n$/),
    ]);
  });
});
