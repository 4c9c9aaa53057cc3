// The whole examination, in the order in which one thing rests on another. What cannot be asked is said, and the rest is checked.
import type { Environment } from "../environment.ts";
import { connectApp } from "../github/app-view.ts";
import type { Probe } from "../github/probe.ts";
import { createLog } from "../log.ts";
import { createProbot } from "../probot.ts";
import { checkApp } from "./check-app.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkGitHub } from "./check-github.ts";
import { checkInstallations } from "./check-installations.ts";
import { checkStore } from "./check-store.ts";
import { cannotTell, type Finding } from "./finding.ts";

const ANSWER_MILLIS = 15_000;
const DEFAULT_DATABASE_URL = "sqlite:./data/firstpass.db";

/**
 * Looks at everything that can be seen from here; changes nothing. Never throws for what it looks at.
 * @param now milliseconds UTC.
 */
export async function examine(
  variables: Readonly<Record<string, string | undefined>>,
  now: () => number = Date.now,
): Promise<readonly Finding[]> {
  const { environment, findings } = checkEnvironment(variables);
  const databaseUrl = environment?.databaseUrl ?? (variables.DATABASE_URL || DEFAULT_DATABASE_URL);
  return [
    ...findings,
    ...(environment === null
      ? [cannotTell("GitHub reachable", "Its address is not known.", "Mend the environment first.")]
      : await examineGitHub(environment, now)),
    ...(await checkStore(databaseUrl, now, environment?.credentials?.appId ?? null)),
  ];
}

async function examineGitHub(environment: Environment, now: () => number): Promise<readonly Finding[]> {
  const { credentials, github } = environment;
  const { findings, probe } = await checkGitHub(github.apiUrl, now);
  if (credentials === null) {
    return [...findings, unasked("No credentials can be used.", "Set the credentials first.")];
  }
  if (!probe.answered) return [...findings, unasked("GitHub is not reachable.", "Mend that first.")];
  const probot = createProbot(credentials, github, createLog("silent"), ANSWER_MILLIS);
  const view = connectApp(
    () => probot.auth(),
    (installationId) => probot.auth(installationId),
    { now, timeoutMillis: ANSWER_MILLIS },
  );
  const { app, findings: ofApp } = await checkApp(view, versionOf(probe));
  if (app === null) return [...findings, ...ofApp];
  return [...findings, ...ofApp, ...(await checkInstallations(view, app, now()))];
}

const unasked = (says: string, todo: string) =>
  cannotTell("App, permissions, events, rate limits", says, todo);

const versionOf = (probe: Probe) => (probe.answered ? probe.serverVersion : null);
