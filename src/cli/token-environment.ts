// GitHub's address and the token of commands that need no server, from the environment that GitHub's own tools use.
import { UsageError } from "./exit.ts";

export interface TokenEnvironment {
  readonly token: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
}

const permissions = [
  "Contents",
  "Pull requests",
  "Commit statuses",
  "Actions",
  "Code scanning alerts",
  "Secret scanning alerts",
  "Dependabot alerts",
  "Administration",
  "Attestations",
];

const noToken = [
  "There is no token: set GITHUB_TOKEN, or GH_TOKEN.",
  `A fine-grained token needs these permissions of the repositories, to read: ${permissions.join(", ")}.`,
  'GitHub offers no "Checks" for fine-grained tokens: for checks of private repositories use a classic token with the scopes repo and read:org, or the token of an App.',
  "What a token may not read is shown as not measured, with the permission that is missing.",
].join("\n");

/** @throws UsageError where there is no token, or an address is none. Never quotes the token. */
export function readTokenEnvironment(environment: NodeJS.ProcessEnv): TokenEnvironment {
  const { GITHUB_TOKEN, GH_TOKEN, GITHUB_API_URL, GITHUB_GRAPHQL_URL } = environment;
  const apiUrl = webAddress("GITHUB_API_URL", GITHUB_API_URL || "https://api.github.com");
  const graphqlUrl = webAddress("GITHUB_GRAPHQL_URL", GITHUB_GRAPHQL_URL || besideRest(apiUrl));
  const token = (GITHUB_TOKEN || GH_TOKEN || "").trim();
  if (token === "") throw new UsageError(noToken);
  return { token, apiUrl, graphqlUrl };
}

/** Of a server `https://HOST/api/v3` it is `https://HOST/api/graphql`; else below the API. */
function besideRest(apiUrl: string): string {
  return `${apiUrl.replace(/\/v3$/, "")}/graphql`;
}

function webAddress(name: string, text: string): string {
  const example = "such as https://api.github.com or https://HOST/api/v3";
  if (!URL.canParse(text)) throw new UsageError(`${name} is not an address: use one ${example}.`);
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:")
    throw new UsageError(`${name} does not begin with https://: use an address ${example}.`);
  if (username !== "" || password !== "" || search !== "" || hash !== "")
    throw new UsageError(`${name} holds more than an address: use one ${example}.`);
  return text.replace(/\/+$/, "");
}
