// Finds repositories by name, and those of an owner: for whoever has a token and no installation that lists them.
import { z } from "zod";
import type { Ask } from "../ask.ts";
import { NotFound, PermissionError } from "../errors.ts";
import type { GitHubLookups, NamedRepository } from "../gateway.ts";
import { tokenInstallation } from "../token-installation.ts";
import { known, time } from "./parts.ts";

const text = z.string().min(1);

const repository = z.object({
  id: z.int(),
  name: text,
  owner: z.object({ id: z.int(), login: text, type: known(text) }),
  private: known(z.boolean()),
  visibility: known(z.enum(["public", "private", "internal"])),
  archived: known(z.boolean()),
  fork: known(z.boolean()),
  default_branch: known(text),
  language: known(z.string()),
  topics: known(z.array(z.string())),
  html_url: z.url({ protocol: /^https?$/ }),
  created_at: known(time),
  template_repository: known(z.object({ full_name: z.string() })),
});
const repositories = z.array(repository);

/** Of a hundred. */
const maximumPages = 100;

export function findRepositoryByName(ask: Ask): GitHubLookups["findRepositoryByName"] {
  return async (owner, name) =>
    namedRepository(
      await ask(tokenInstallation, "GET /repos/{owner}/{repo}", { owner, repo: name }, repository),
    );
}

export function listOwnedRepositories(ask: Ask): GitHubLookups["listOwnedRepositories"] {
  const list = async (route: string, parameters: Record<string, unknown>) => {
    const { items, complete, partial } = await ask.pages(tokenInstallation, route, parameters, {
      schema: repositories,
      items: (page) => page,
      maximumPages,
    });
    return { repositories: inOrder(items.map(namedRepository)), complete, partial };
  };
  return async (owner) => {
    try {
      return await list("GET /orgs/{org}/repos", { org: owner, type: "all" });
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
    // A person. Private repositories are told to themselves alone, by another list.
    const shown = await list("GET /users/{username}/repos", { username: owner, type: "owner" });
    const own = await listOwn(owner);
    if (own === null) return shown;
    const all = new Map(
      [...shown.repositories, ...own.repositories].map((one) => [one.state.repositoryId, one]),
    );
    return {
      repositories: inOrder([...all.values()]),
      complete: shown.complete && own.complete,
      partial: shown.partial || own.partial,
    };
  };

  /** Null where the token is no person's, or not this one's. */
  async function listOwn(owner: string) {
    try {
      const { login } = await ask(tokenInstallation, "GET /user", {}, z.object({ login: text }));
      if (login.toLowerCase() !== owner.toLowerCase()) return null;
    } catch (error) {
      if (error instanceof NotFound || error instanceof PermissionError) return null;
      throw error;
    }
    return list("GET /user/repos", { affiliation: "owner" });
  }
}

function namedRepository(answer: z.infer<typeof repository>): NamedRepository {
  const { owner } = answer;
  return {
    accountType: owner.type ?? "User",
    state: {
      accountId: owner.id,
      repositoryId: answer.id,
      ownerLogin: owner.login,
      name: answer.name,
      // Where GitHub does not say, it is taken for private: what is not public never leaks so.
      visibility: answer.visibility ?? (answer.private === false ? "public" : "private"),
      archived: answer.archived ?? false,
      fork: answer.fork ?? false,
      defaultBranch: answer.default_branch ?? "HEAD",
      language: answer.language,
      topics: [...(answer.topics ?? [])].sort(),
      createdAt: answer.created_at,
      url: answer.html_url,
      templateRepository: answer.template_repository?.full_name ?? null,
      customProperties: null,
    },
  };
}

function inOrder(found: readonly NamedRepository[]): NamedRepository[] {
  const keyOf = ({ state }: NamedRepository) => `${state.ownerLogin}/${state.name}`.toLowerCase();
  return found.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
