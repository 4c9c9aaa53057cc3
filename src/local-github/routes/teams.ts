// Routes of teams: the repositories that one may reach, with what it may do there.
import { fullName, showRepository } from "../answers/repository.ts";
import { notFound } from "../refusal.ts";
import { paginate, type Route, type RouteAnswer, type RouteRequest } from "../route.ts";
import type { TeamRole } from "../state.ts";

/** Each holds what comes before it, too. */
const roles: readonly TeamRole[] = ["pull", "triage", "push", "maintain", "admin"];

function permissionsOf(role: TeamRole) {
  const may = (wanted: TeamRole) => roles.indexOf(role) >= roles.indexOf(wanted);
  return {
    pull: may("pull"),
    triage: may("triage"),
    push: may("push"),
    maintain: may("maintain"),
    admin: may("admin"),
  };
}

/** Of a team's repositories a token knows those that it may see. */
function listTeamRepositories(request: RouteRequest): RouteAnswer {
  const { state, parameters, token, origin } = request;
  // An installation's token knows the teams of its own account alone; a person's those of the organisation that is asked for.
  const login = token?.kind === "installation" ? token.installation.account.login : (parameters.org ?? "");
  const team = state.teams.find(
    ({ organisation, slug }) =>
      organisation.toLowerCase() === login.toLowerCase() && slug === parameters.team_slug,
  );
  if (team === undefined || parameters.org?.toLowerCase() !== login.toLowerCase()) throw notFound();
  const seen = [...team.repositories].flatMap(([id, role]) => {
    const repository = state.repositories.get(id);
    return repository !== undefined && (token?.repositoryIds?.includes(id) ?? true)
      ? [{ repository, role }]
      : [];
  });
  seen.sort((a, b) => (fullName(a.repository) < fullName(b.repository) ? -1 : 1));
  const path = `/orgs/${parameters.org}/teams/${team.slug}/repos`;
  const { page, headers } = paginate(request, path, seen);
  const body = page.map(({ repository, role }) => ({
    ...showRepository(repository, origin),
    permissions: permissionsOf(role),
    role_name: role,
  }));
  return { status: 200, headers, body };
}

export const teamRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/orgs/{org}/teams/{team_slug}/repos",
    operationId: "teams/list-repos-in-org",
    auth: "installation",
    permissions: [["members", "read"]],
    handle: listTeamRepositories,
  },
];
