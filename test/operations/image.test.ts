// The image and its compose file, as far as they can be held without Docker: who it runs as, what it is made from, what is in it.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readEnvironment } from "../../src/environment.ts";
import { WEBHOOK_PATH } from "../../src/http/server.ts";
import { serverVariables, temporaryFolder } from "../support/server-process.ts";

const source = readFileSync("Dockerfile", "utf8");
const lines = source.split("\n");
const instructions = DockerfileParser.parse(source)
  .getInstructions()
  .map((each) => {
    // With its flags, which the parser keeps apart.
    const { start, end } = each.getRange();
    const text = lines.slice(start.line, end.line + 1).join("\n");
    return { keyword: each.getKeyword(), text: text.replace(/^\w+\s+/, "") };
  });
const lastStage = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === "FROM"));
const textsOf = (keyword: string, of = lastStage) =>
  of.filter((each) => each.keyword === keyword).map(({ text }) => text);
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

/** What any stage takes from the checkout. */
const copied = textsOf("COPY", instructions)
  .filter((text) => !text.startsWith("--from"))
  .flatMap((text) => text.split(/\s+/).slice(0, -1));
const ignored = readFileSync(".dockerignore", "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

describe("the image", () => {
  it("is made from the exact Node that the tests run on", () => {
    const bases = textsOf("FROM", instructions);
    expect(bases).toHaveLength(2);
    for (const base of bases) {
      expect(base).toMatch(
        new RegExp(`^node:${manifest.devDependencies.node.replaceAll(".", "\\.")}-slim\\b`),
      );
    }
  });

  it("does not run as root, and nothing that is copied belongs to whom it runs as", () => {
    expect(textsOf("USER")).toEqual(["node"]);
    const afterUser = lastStage.slice(lastStage.findIndex(({ keyword }) => keyword === "USER"));
    expect(textsOf("RUN", afterUser)).toEqual([]);
    for (const text of textsOf("COPY")) expect(text).not.toContain("--chown");
  });

  it("holds what was built, and no package; those that are built in are as the lockfile has them, and run no scripts", () => {
    expect(textsOf("COPY")).toEqual(["package.json app.yml ./", "--from=build /app/dist ./dist"]);
    expect(textsOf("RUN", instructions).join("\n")).toMatch(/npm ci --ignore-scripts/);
    expect(textsOf("RUN", instructions).join("\n")).not.toMatch(/npm (i|install)\b|curl|wget/);
  });

  it("is sent nothing by the build but what it copies: everything is ignored, and then that is not", () => {
    expect(ignored[0]).toBe("*");
    const sent = ignored.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
    expect([...sent].sort()).toEqual([...new Set(copied)].sort());
    expect(sent.join()).not.toMatch(/env|pem|data|\.git/);
  });

  it("has no secret in its variables", () => {
    expect(textsOf("ARG", instructions)).toEqual([]);
    expect(textsOf("ENV", instructions).join("\n")).not.toMatch(/SECRET|KEY|TOKEN|PASSWORD|APP_ID/);
  });

  it("keeps what it keeps below /data alone, so that its file system may be read-only", () => {
    expect(textsOf("VOLUME")).toEqual(["/data"]);
    expect(textsOf("ENV").join()).toContain("DATABASE_URL=sqlite:/data/");
  });

  it("asks its own health route", () => {
    const [check] = textsOf("HEALTHCHECK");
    expect(check).toContain("/healthz");
    const command = JSON.parse(check?.slice(check.indexOf("[")) ?? "");
    const runAt = (port: string) => () =>
      execFileSync(process.execPath, command.slice(1), { env: { PORT: port }, stdio: "ignore" });
    expect(runAt("1")).toThrow();
  });

  it("is built, and starts, from exactly the files that are copied", () => {
    const folder = temporaryFolder();
    const leftOut = ignored.filter((line) => !/^[!*]/.test(line)).map((line) => resolve(line));
    for (const path of copied) {
      cpSync(path, join(folder, path), {
        recursive: true,
        filter: (from) => !leftOut.includes(resolve(from)),
      });
    }
    expect(existsSync(join(folder, "src/demo"))).toBe(false);
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    const [, build = ""] = /^node (\S+)$/.exec(textsOf("RUN", instructions).at(-2) ?? "") ?? [];
    execFileSync(process.execPath, [build], { cwd: folder });
    const image = temporaryFolder();
    for (const path of ["package.json", "app.yml", "dist"])
      cpSync(join(folder, path), join(image, path), { recursive: true });
    const [entry = ""] = textsOf("ENTRYPOINT");
    const [program, main] = JSON.parse(entry);
    expect([program, main]).toEqual(["node", "/app/dist/firstpass.js"]);
    const help = execFileSync(process.execPath, [join(image, "dist/firstpass.js"), "--help"], {
      encoding: "utf8",
    });
    expect(help).toMatch(/^Usage: firstpass/);
  });
});

describe("docker-compose.yml", () => {
  const compose = parse(readFileSync("docker-compose.yml", "utf8"), { merge: true });
  const { postgres, ...replicas } = compose.services;

  it("runs two replicas that can write nowhere, on one PostgreSQL", () => {
    expect(Object.keys(replicas)).toEqual(["firstpass-1", "firstpass-2"]);
    const ports = new Set<string>();
    for (const replica of Object.values<Record<string, never>>(replicas)) {
      expect(replica).toMatchObject({ read_only: true, cap_drop: ["ALL"], build: "." });
      expect(replica).not.toHaveProperty("volumes");
      expect(JSON.stringify(replica.depends_on)).toContain("service_healthy");
      ports.add(String(replica.ports));
    }
    expect(ports.size).toBe(2);
    expect(postgres).toMatchObject({ read_only: true, healthcheck: expect.anything() });
    expect(postgres.image).toMatch(/^postgres:\d+\.\d+$/);
  });

  it("holds no secret: all come from the environment or a file, and are missed loudly", () => {
    const { environment } = replicas["firstpass-1"];
    for (const name of ["APP_ID", "WEBHOOK_SECRET"]) expect(environment[name]).toMatch(/^\$\{\w+:\?/);
    expect(environment.DATABASE_URL).toContain("$" + "{POSTGRES_PASSWORD:?");
    expect(compose.secrets["private-key"].file).toMatch(/^\$\{PRIVATE_KEY_FILE:\?/);
  });

  it("gives variables that the server takes, and none that it does not know", () => {
    const { environment } = replicas["firstpass-1"];
    const known = readFileSync("src/environment.ts", "utf8");
    for (const name of Object.keys(environment)) expect(known, name).toContain(name);
    const { PRIVATE_KEY_PATH: _, ...rest } = environment;
    const filled = Object.entries<string>(rest).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+):[?-]([^}]*)\}/g, (_all, variable: string) =>
        variable === "APP_ID" ? "12" : "",
      ),
    ]);
    const { PRIVATE_KEY, WEBHOOK_SECRET } = serverVariables;
    const variables = { ...Object.fromEntries(filled), PRIVATE_KEY, WEBHOOK_SECRET, NODE_ENV: "production" };
    expect(readEnvironment(variables)).toMatchObject({ production: true, logLevel: "info" });
  });
});

it("the path of the webhook is the one that app.yml and the setup guide name", () => {
  expect(readFileSync("app.yml", "utf8")).toContain(WEBHOOK_PATH);
  expect(readFileSync("docs/operations.md", "utf8")).toContain(WEBHOOK_PATH);
});
