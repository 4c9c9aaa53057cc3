// The variables: are the credentials there and of the right form? What else they say is checked with or without them.
import { type Environment, EnvironmentError, readEnvironment } from "../environment.ts";
import { cannotTell, type Finding, failed, ok, warning } from "./finding.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** A secret that can be guessed lets anybody write into the ledger. */
const SHORTEST_SECRET = 16;

const credentialNames = [
  "APP_ID",
  "PRIVATE_KEY",
  "PRIVATE_KEY_PATH",
  "WEBHOOK_SECRET",
  "WEBHOOK_SECRET_PREVIOUS",
  "NODE_ENV",
];

export interface CheckedEnvironment {
  readonly findings: readonly Finding[];
  /** Null: not even without the credentials can it be used. Its credentials are null where they cannot be used. */
  readonly environment: Environment | null;
}

export function checkEnvironment(variables: Variables): CheckedEnvironment {
  try {
    const environment = readEnvironment(variables);
    return { environment, findings: checkCredentials(environment) };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const findings = error.problems.map((problem) =>
      failed("environment", problem, "Set the variable as said, then start the server again."),
    );
    return { environment: readWithoutCredentials(variables), findings };
  }
}

function readWithoutCredentials(variables: Variables): Environment | null {
  const left = Object.entries(variables).filter(([name]) => !credentialNames.includes(name));
  try {
    return readEnvironment(Object.fromEntries(left));
  } catch (error) {
    if (error instanceof EnvironmentError) return null;
    throw error;
  }
}

function checkCredentials({ credentials }: Environment): Finding[] {
  if (credentials === null) {
    return [
      cannotTell(
        "credentials",
        "None are set: nothing can be asked of GitHub as the App.",
        "Register the App (`firstpass start` shows the page), or set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET.",
      ),
    ];
  }
  const [inForce = "", ...previous] = credentials.webhookSecrets;
  const findings = [ok("credentials", `App ${credentials.appId}; its private key can be read.`)];
  if (inForce.length < SHORTEST_SECRET) {
    findings.push(
      warning(
        "webhook secret",
        `It is set, and has fewer than ${SHORTEST_SECRET} characters.`,
        "Take a long random one, such as of `openssl rand -hex 32`, and rotate it.",
      ),
    );
  } else if (previous.length > 0) {
    findings.push(
      ok(
        "webhook secret",
        "It is set. The previous one is taken, too, until WEBHOOK_SECRET_PREVIOUS is unset.",
      ),
    );
  } else {
    findings.push(ok("webhook secret", "It is set."));
  }
  return findings;
}
