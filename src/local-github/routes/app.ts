// Routes that the app asks for itself, with its JWT: who it is, where it is installed, a token for one installation.
import type { operations } from "@octokit/openapi-types";
import { dateTime, nodeId, showAccount, showApp } from "../answers/account.ts";
import { showRepository } from "../answers/repository.ts";
import { type Credentials, ownsRepository } from "../credentials.ts";
import { notFound, Refusal } from "../refusal.ts";
import { paginate, type Route, type RouteAnswer, type RouteRequest, requireRepository } from "../route.ts";
import type { Installation, PermissionLevel, Repository } from "../state.ts";

type TokenRequest = NonNullable<
  operations["apps/create-installation-access-token"]["requestBody"]
>["content"]["application/json"];

function showInstallation(installation: Installation, { state, origin }: RouteRequest) {
  const api = `${origin}/api/v3`;
  return {
    id: installation.id,
    node_id: nodeId("Installation", installation.id),
    app_id: state.app.id,
    app_slug: state.app.slug,
    target_id: installation.account.id,
    target_type: installation.account.type,
    account: showAccount(installation.account, origin),
    repository_selection: installation.repositoryIds === null ? "all" : "selected",
    access_tokens_url: `${api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${api}/installation/repositories`,
    html_url: `${origin}/settings/installations/${installation.id}`,
    permissions: installation.permissions,
    events: [...state.registration.events],
    created_at: "2026-01-01T00:00:00Z",
    updated_at: dateTime(state.now()),
    single_file_name: null,
    suspended_at: installation.suspended ? dateTime(state.now()) : null,
    suspended_by: null,
  };
}

function installationOf(
  installations: Iterable<Installation>,
  repository: Repository,
): Installation | undefined {
  return [...installations].find(
    ({ account, repositoryIds }) =>
      account.id === repository.owner.id && (repositoryIds === null || repositoryIds.includes(repository.id)),
  );
}

/** Those that the token sees, by id. */
function listRepositories(request: RouteRequest): RouteAnswer {
  const { state, origin, token } = request;
  if (token !== null && token.kind !== "installation" && token.kind !== "workflow")
    throw new Refusal(
      403,
      "You must authenticate with an installation access token in order to list repositories for an installation.",
    );
  const seen = [...state.repositories.values()]
    .filter((repository) => token !== null && ownsRepository(token, repository))
    .sort((a, b) => a.id - b.id);
  const { page, headers } = paginate(request, "/installation/repositories", seen);
  const repositories = page.map((repository) => showRepository(repository, origin));
  const all =
    token?.kind === "installation" &&
    token.repositoryIds === null &&
    token.installation.repositoryIds === null;
  const selection = all ? "all" : "selected";
  return {
    status: 200,
    headers,
    body: { total_count: seen.length, repository_selection: selection, repositories },
  };
}

/** Narrows what a token may do. @throws Refusal 422 when more is asked for than the installation has. */
function narrow(installation: Installation, body: TokenRequest | undefined) {
  const asked: Record<string, PermissionLevel> = {};
  for (const [name, level] of Object.entries(body?.permissions ?? {})) {
    const granted = installation.permissions[name];
    if (granted === undefined || (level !== "read" && granted !== level)) {
      throw new Refusal(422, "The permissions requested are not granted to this installation.");
    }
    asked[name] = level === "read" ? "read" : "write";
  }
  return {
    ...(body?.permissions === undefined ? {} : { permissions: asked }),
    ...(body?.repository_ids === undefined ? {} : { repositoryIds: body.repository_ids }),
  };
}

export function appRoutes(credentials: Credentials): Route[] {
  return [
    {
      method: "GET",
      template: "/app",
      operationId: "apps/get-authenticated",
      auth: "app",
      permissions: [],
      handle: ({ state, origin }) => ({ status: 200, body: showApp(state, origin) }),
    },
    {
      method: "GET",
      template: "/app/hook/config",
      operationId: "apps/get-webhook-config-for-app",
      auth: "app",
      permissions: [],
      handle: ({ state }) => {
        const { url, contentType, secret, insecureSsl } = state.registration.webhook;
        const shown = secret === null ? {} : { secret };
        return {
          status: 200,
          body: { url, content_type: contentType, insecure_ssl: insecureSsl, ...shown },
        };
      },
    },
    {
      method: "GET",
      template: "/app/installations",
      operationId: "apps/list-installations",
      auth: "app",
      permissions: [],
      handle: (request) => {
        const all = [...request.state.installations.values()].sort((a, b) => a.id - b.id);
        const { page, headers } = paginate(request, "/app/installations", all);
        return { status: 200, headers, body: page.map((found) => showInstallation(found, request)) };
      },
    },
    {
      method: "GET",
      template: "/app/installations/{installation_id}",
      operationId: "apps/get-installation",
      auth: "app",
      permissions: [],
      handle: (request) => {
        const found = request.state.installations.get(Number(request.parameters.installation_id));
        if (found === undefined) throw notFound();
        return { status: 200, body: showInstallation(found, request) };
      },
    },
    {
      method: "GET",
      template: "/installation/repositories",
      operationId: "apps/list-repos-accessible-to-installation",
      auth: "installation",
      permissions: [],
      handle: listRepositories,
    },
    {
      method: "POST",
      template: "/app/installations/{installation_id}/access_tokens",
      operationId: "apps/create-installation-access-token",
      auth: "app",
      permissions: [],
      handle: (request) => {
        const { state, origin, parameters } = request;
        const installation = state.installations.get(Number(parameters.installation_id));
        if (installation === undefined) throw notFound();
        if (installation.suspended) throw new Refusal(403, "This installation has been suspended");
        const body = request.body as TokenRequest | undefined;
        const token = credentials.issueToken(installation, narrow(installation, body));
        const chosen = token.repositoryIds?.flatMap((id) => state.repositories.get(id) ?? []);
        return {
          status: 201,
          body: {
            token: token.value,
            expires_at: dateTime(token.expiresAt),
            permissions: token.permissions,
            repository_selection: chosen === undefined ? "all" : "selected",
            ...(chosen === undefined
              ? {}
              : { repositories: chosen.map((one) => showRepository(one, origin)) }),
          },
        };
      },
    },
    {
      method: "GET",
      template: "/repos/{owner}/{repo}/installation",
      operationId: "apps/get-repo-installation",
      auth: "app",
      permissions: [],
      handle: (request) => {
        const found = installationOf(request.state.installations.values(), requireRepository(request));
        if (found === undefined) throw notFound();
        return { status: 200, body: showInstallation(found, request) };
      },
    },
  ];
}
