// What GitHub's runner tells a step by its environment, checked once. Nothing else of the Action reads the environment.
import { ActionError } from "./action-error.ts";

export interface Runner {
  readonly eventName: string;
  /** File with the event's payload. */
  readonly eventPath: string;
  readonly owner: string;
  readonly name: string;
  /** The commit that the workflow runs for: of a pull request the trial merge. */
  readonly sha: string;
  readonly workspace: string;
  /** Emptied after the job. */
  readonly temp: string;
  readonly actor: string;
  /** How often this run was started; 1 the first time. */
  readonly attempt: number;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly serverUrl: string;
  /** Null: job summaries are not supported here. */
  readonly summaryPath: string | null;
}

/** @throws ActionError naming the variable that is missing or wrong. */
export function readRunner(environment: Readonly<Record<string, string | undefined>>): Runner {
  const need = (name: string): string => {
    const value = environment[name] ?? "";
    if (value !== "") return value;
    throw new ActionError(`${name} is not set: this is made to run as an Action, by GitHub's runner.`);
  };
  const [owner = "", name = "", ...more] = need("GITHUB_REPOSITORY").split("/");
  if (owner === "" || name === "" || more.length > 0)
    throw new ActionError("GITHUB_REPOSITORY is not OWNER/REPO.");
  const apiUrl = readAddress("GITHUB_API_URL", environment.GITHUB_API_URL, "https://api.github.com");
  return {
    eventName: need("GITHUB_EVENT_NAME"),
    eventPath: need("GITHUB_EVENT_PATH"),
    owner,
    name,
    sha: environment.GITHUB_SHA ?? "",
    workspace: need("GITHUB_WORKSPACE"),
    temp: need("RUNNER_TEMP"),
    actor: environment.GITHUB_ACTOR ?? "",
    attempt: Number(environment.GITHUB_RUN_ATTEMPT) || 1,
    apiUrl,
    graphqlUrl: readAddress("GITHUB_GRAPHQL_URL", environment.GITHUB_GRAPHQL_URL, graphqlOf(apiUrl)),
    serverUrl: readAddress("GITHUB_SERVER_URL", environment.GITHUB_SERVER_URL, "https://github.com"),
    summaryPath: environment.GITHUB_STEP_SUMMARY || null,
  };
}

/** A server of one's own has REST under `/api/v3` and GraphQL under `/api/graphql`. */
function graphqlOf(apiUrl: string): string {
  return apiUrl.endsWith("/api/v3") ? apiUrl.replace(/v3$/, "graphql") : `${apiUrl}/graphql`;
}

function readAddress(name: string, value: string | undefined, standard: string): string {
  const address = (value || standard).replace(/\/+$/, "");
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  throw new ActionError(`${name} is not an address such as ${standard}.`);
}
