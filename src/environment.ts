// What the operator says through environment variables, read once at start. The names are Probot's own where it has one.
// All problems are told at once, each in one sentence that says what to set; nothing falls back in silence.
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

/** How Firstpass proves who it is to GitHub, and GitHub to Firstpass. */
export interface AppCredentials {
  readonly appId: number;
  /** PKCS#8 PEM, whatever form it was given in. */
  readonly privateKey: string;
  /** The secret in force first; while rotating, the previous one after it. */
  readonly webhookSecrets: readonly string[];
}

export interface Environment {
  readonly production: boolean;
  /** Null: none are set, and this is not production, so that the app can be registered first. */
  readonly credentials: AppCredentials | null;
  readonly github: {
    /** `https://github.com`, or the Enterprise Server's. No trailing slash. */
    readonly webUrl: string;
    /** `https://api.github.com`, or `{protocol}://{host}/api/v3`. No trailing slash. */
    readonly apiUrl: string;
  };
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** `sqlite:PATH` or `postgres://…`; the store checks it. */
  readonly databaseUrl: string;
  /** Null: metrics are shown to this machine only. */
  readonly metricsToken: string | null;
  /** How many days of a repository's past are read when it comes under the App. */
  readonly backfillDays: number;
  /** An account is erased so many days after the App was uninstalled there; null: only when it is asked for. */
  readonly eraseAfterDays: number | null;
  /** How GitHub is asked: docs/limits.md. */
  readonly requests: {
    /** Percent of each hour's requests that history may use. */
    readonly historyShare: number;
    /** False: this server limits neither writes nor creations. */
    readonly paced: boolean;
  };
}

/** The environment cannot be used. One problem a line, each saying what to set. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const PROBOTS_DEFAULT_SECRET = "development";
const MIN_TOKEN_LENGTH = 16;
/** A key in base64 is longer than any path that somebody has. */
const LONGEST_PATH = 1000;

const secret = z.string().refine((value) => value !== PROBOTS_DEFAULT_SECRET, {
  error: "is `development`, which everybody knows: set the secret that the GitHub App has",
});

const schema = z.object({
  APP_ID: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "must be the app's id, a whole number such as 123456")
    .optional(),
  WEBHOOK_SECRET: secret.optional(),
  WEBHOOK_SECRET_PREVIOUS: secret.optional(),
  GHE_HOST: z
    .string()
    .regex(
      /^[A-Za-z0-9.-]+(:\d{1,5})?$/,
      "must be a host name such as github.example.com, without https:// or a path",
    )
    .optional(),
  GHE_PROTOCOL: z.enum(["https", "http"], { error: "must be https or http" }).default("https"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a port number from 0 to 65535")
    .transform(Number)
    .refine((port) => port <= 65_535, { error: "must be a port number from 0 to 65535" })
    .default(3000),
  HOST: z.string().default("127.0.0.1"),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("info"),
  DATABASE_URL: z.string().default("sqlite:./data/firstpass.db"),
  METRICS_TOKEN: z
    .string()
    .min(MIN_TOKEN_LENGTH, `must have at least ${MIN_TOKEN_LENGTH} characters`)
    .optional(),
  BACKFILL_DAYS: z
    .string()
    .regex(/^\d{1,3}$/, "must be a number of days from 1 to 365")
    .transform(Number)
    .refine((days) => days >= 1 && days <= 365, { error: "must be a number of days from 1 to 365" })
    .default(90),
  HISTORY_SHARE: z
    .string()
    .regex(/^(?:100|[1-9]?\d)$/, "must be a percentage from 0 to 100, without a sign")
    .transform(Number)
    .default(50),
  GITHUB_PACING: z.enum(["on", "off"], { error: "must be on or off" }).default("on"),
  ERASE_AFTER_DAYS: z
    .string()
    .regex(/^\d{1,4}$/, "must be a number of days from 0 to 9999; unset it to erase only when asked")
    .transform(Number)
    .optional(),
  NODE_ENV: z.string().optional(),
});

/**
 * Reads and checks the environment. An empty variable counts as unset.
 *
 * Credentials are all or nothing: with none of them, outside production, `credentials` is null.
 * @throws EnvironmentError naming every problem.
 */
export function readEnvironment(variables: Variables): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);

  const production = set.NODE_ENV === "production";
  const key = readPrivateKey(set);
  if (key !== null && "problem" in key) problems.push(key.problem);
  const missing = [
    ...(set.APP_ID ? [] : ["APP_ID is missing: set it to the id of the GitHub App."]),
    ...(key ? [] : ["PRIVATE_KEY is missing: set it, or PRIVATE_KEY_PATH, to the GitHub App's private key."]),
    ...(set.WEBHOOK_SECRET ? [] : ["WEBHOOK_SECRET is missing: set it to the GitHub App's webhook secret."]),
  ];
  const noCredentials = missing.length === 3;
  if (missing.length > 0 && (production || !noCredentials)) problems.push(...missing);
  if (problems.length > 0 || !parsed.success) throw new EnvironmentError(problems);

  const { APP_ID, WEBHOOK_SECRET, WEBHOOK_SECRET_PREVIOUS, GHE_HOST, GHE_PROTOCOL, ...rest } = parsed.data;
  const complete = APP_ID !== undefined && WEBHOOK_SECRET !== undefined && key !== null && "pem" in key;
  return {
    production,
    credentials: complete
      ? {
          appId: Number(APP_ID),
          privateKey: key.pem,
          webhookSecrets: [WEBHOOK_SECRET, WEBHOOK_SECRET_PREVIOUS].filter((value) => value !== undefined),
        }
      : null,
    github: GHE_HOST
      ? { webUrl: `${GHE_PROTOCOL}://${GHE_HOST}`, apiUrl: `${GHE_PROTOCOL}://${GHE_HOST}/api/v3` }
      : { webUrl: "https://github.com", apiUrl: "https://api.github.com" },
    host: rest.HOST,
    port: rest.PORT,
    logLevel: rest.LOG_LEVEL,
    databaseUrl: rest.DATABASE_URL,
    metricsToken: rest.METRICS_TOKEN ?? null,
    backfillDays: rest.BACKFILL_DAYS,
    eraseAfterDays: rest.ERASE_AFTER_DAYS ?? null,
    requests: { historyShare: rest.HISTORY_SHARE, paced: rest.GITHUB_PACING === "on" },
  };
}

function readPrivateKey(set: Variables): { pem: string } | { problem: string } | null {
  if (set.PRIVATE_KEY !== undefined) return normalizePrivateKey("PRIVATE_KEY", set.PRIVATE_KEY);
  const path = set.PRIVATE_KEY_PATH;
  if (path === undefined) return null;
  // Put there by mistake: to name the "path" would be to print the key.
  if (path.includes("PRIVATE KEY") || path.includes("\n") || path.length > LONGEST_PATH) {
    return { problem: "PRIVATE_KEY_PATH holds a key and no path: set PRIVATE_KEY to it instead." };
  }
  try {
    return normalizePrivateKey("The file at PRIVATE_KEY_PATH", readFileSync(path, "utf8"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    return { problem: `PRIVATE_KEY_PATH names a file that cannot be read (${code}): ${path}.` };
  }
}

/** Accepts a PEM as downloaded, with literal `\n`, on one line, or as base64: environment variables and secret stores mangle it in all these ways. */
function normalizePrivateKey(name: string, given: string): { pem: string } | { problem: string } {
  const text = given.includes("-----BEGIN") ? given : Buffer.from(given, "base64").toString("utf8");
  const found = /-----BEGIN (RSA )?PRIVATE KEY-----(.*?)-----END \1?PRIVATE KEY-----/s.exec(
    text.replaceAll("\\n", "\n"),
  );
  try {
    if (!found) throw new Error("no PEM block");
    const key = createPrivateKey({
      key: Buffer.from(found[2] ?? "", "base64"),
      format: "der",
      type: found[1] ? "pkcs1" : "pkcs8",
    });
    if (key.asymmetricKeyType !== "rsa") throw new Error("not RSA");
    return { pem: key.export({ type: "pkcs8", format: "pem" }).toString() };
  } catch {
    return { problem: `${name} is not an RSA private key: use the .pem file that GitHub gave for the app.` };
  }
}
