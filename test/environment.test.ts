import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { EnvironmentError, readEnvironment } from "../src/environment.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pkcs1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const credentials = { APP_ID: "12", PRIVATE_KEY: pkcs1, WEBHOOK_SECRET: "shared secret" };

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe("defaults", () => {
  it("needs nothing outside production, where no credentials mean that the app is not registered yet", () => {
    expect(readEnvironment({})).toEqual({
      production: false,
      backfillDays: 90,
      credentials: null,
      github: { webUrl: "https://github.com", apiUrl: "https://api.github.com" },
      host: "127.0.0.1",
      port: 3000,
      logLevel: "info",
      databaseUrl: "sqlite:./data/firstpass.db",
      metricsToken: null,
      eraseAfterDays: null,
      requests: { historyShare: 50, paced: true },
    });
  });

  it("takes an empty variable for an unset one", () => {
    expect(readEnvironment({ APP_ID: "", PORT: "", GHE_HOST: "" })).toEqual(readEnvironment({}));
  });
});

describe("credentials", () => {
  it("fault 11: refuses production without any of them, naming each", () => {
    expect(problemsOf({ NODE_ENV: "production" })).toEqual([
      "APP_ID is missing: set it to the id of the GitHub App.",
      "PRIVATE_KEY is missing: set it, or PRIVATE_KEY_PATH, to the GitHub App's private key.",
      "WEBHOOK_SECRET is missing: set it to the GitHub App's webhook secret.",
    ]);
  });

  it.each(["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET"] as const)(
    "fault 11: refuses to do without %s alone, in production or not",
    (name) => {
      const { [name]: _, ...rest } = credentials;
      for (const mode of ["production", "development"]) {
        expect(problemsOf({ ...rest, NODE_ENV: mode })).toEqual([
          expect.stringContaining(`${name} is missing`),
        ]);
      }
    },
  );

  it("refuses the secret that everybody knows", () => {
    expect(problemsOf({ ...credentials, WEBHOOK_SECRET: "development" })).toEqual([
      "WEBHOOK_SECRET is `development`, which everybody knows: set the secret that the GitHub App has.",
    ]);
  });

  it("keeps the previous secret after the one in force", () => {
    const { credentials: read } = readEnvironment({ ...credentials, WEBHOOK_SECRET_PREVIOUS: "older" });
    expect(read?.webhookSecrets).toEqual(["shared secret", "older"]);
  });

  it("tells all problems at once and repeats no secret", () => {
    const problems = problemsOf({ ...credentials, APP_ID: "x", PORT: "70000", METRICS_TOKEN: "short-token" });
    expect(problems).toEqual([
      "APP_ID must be the app's id, a whole number such as 123456.",
      "PORT must be a port number from 0 to 65535.",
      "METRICS_TOKEN must have at least 16 characters.",
    ]);
  });
});

describe("private key", () => {
  const publicPem = (pem: string) =>
    createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "pem" });
  const forms: [string, string][] = [
    ["PKCS#1 as downloaded", pkcs1],
    ["PKCS#8", pkcs8],
    ["with literal \\n", pkcs1.replaceAll("\n", "\\n")],
    ["on one line with blanks", pkcs8.replaceAll("\n", " ")],
    ["on one line without", pkcs1.replaceAll("\n", "")],
    ["with Windows line ends", pkcs1.replaceAll("\n", "\r\n")],
    ["as base64", Buffer.from(pkcs1).toString("base64")],
    ["as base64 of literal \\n", Buffer.from(pkcs8.replaceAll("\n", "\\n")).toString("base64")],
  ];

  it.each(forms)("is read %s", (_, given) => {
    const read = readEnvironment({ ...credentials, PRIVATE_KEY: given }).credentials;
    expect(publicPem(read!.privateKey)).toBe(publicPem(pkcs1));
    expect(read!.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it("is read from a file", () => {
    const folder = mkdtempSync(join(tmpdir(), "firstpass-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { PRIVATE_KEY: _, ...rest } = credentials;
    writeFileSync(join(folder, "key.pem"), pkcs1);
    const PRIVATE_KEY_PATH = join(folder, "key.pem");
    expect(readEnvironment({ ...rest, PRIVATE_KEY_PATH }).credentials?.privateKey).toBe(pkcs8);
  });

  it.each<[string, string]>([
    ["no key at all", "hunter2"],
    ["a cut key", pkcs1.slice(0, 200)],
    ["a public key", publicPem(pkcs1).toString()],
    [
      "a key of another kind",
      generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ],
  ])("is refused when it is %s", (_, given) => {
    expect(problemsOf({ ...credentials, PRIVATE_KEY: given })).toEqual([
      "PRIVATE_KEY is not an RSA private key: use the .pem file that GitHub gave for the app.",
    ]);
  });

  it.each([
    ["as a file has it", pkcs1],
    ["on one line", pkcs1.replaceAll("\n", "\\n")],
    ["in base64", Buffer.from(pkcs1).toString("base64")],
  ])("is not repeated when it stands in the path's place, %s", (_form, PRIVATE_KEY_PATH) => {
    const { PRIVATE_KEY: _, ...rest } = credentials;
    expect(problemsOf({ ...rest, PRIVATE_KEY_PATH })).toEqual([
      "PRIVATE_KEY_PATH holds a key and no path: set PRIVATE_KEY to it instead.",
    ]);
  });

  it("is missed once, with the path, when its file is not there", () => {
    const { PRIVATE_KEY: _, ...rest } = credentials;
    expect(problemsOf({ ...rest, PRIVATE_KEY_PATH: "/nowhere/key.pem" })).toEqual([
      "PRIVATE_KEY_PATH names a file that cannot be read (ENOENT): /nowhere/key.pem.",
    ]);
  });
});

describe("GitHub Enterprise Server", () => {
  it.each([
    [{ GHE_HOST: "git.example.com" }, "https://git.example.com"],
    [{ GHE_HOST: "localhost:8080", GHE_PROTOCOL: "http" }, "http://localhost:8080"],
  ])("is addressed by %j", (variables, webUrl) => {
    expect(readEnvironment(variables).github).toEqual({ webUrl, apiUrl: `${webUrl}/api/v3` });
  });

  it.each(["https://git.example.com", "git.example.com/api/v3", "a b"])("refuses the host %j", (GHE_HOST) => {
    expect(problemsOf({ GHE_HOST })).toEqual([
      "GHE_HOST must be a host name such as github.example.com, without https:// or a path.",
    ]);
  });
});
