// Where an event happens: organisation, installation and repository, as every payload names them.
import { exampleOf, override, type Payload, relocate } from "./example.ts";

export interface Person {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot";
}

export interface SceneRepository {
  readonly id: number;
  readonly name: string;
  readonly visibility: "public" | "private";
  readonly language: string | null;
  readonly createdAt: number;
  /** Custom properties that have a value. */
  readonly properties?: Readonly<Record<string, string>>;
}

export interface Scene {
  /** `https://github.example`: links of payloads lead there. */
  readonly webOrigin: string;
  readonly organisation: { readonly id: number; readonly login: string };
  readonly installationId: number;
  readonly repository: SceneRepository;
}

/** GitHub's form of a time. */
export const dateTime = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, "Z");

export const fullNameOf = ({ organisation, repository }: Scene): string =>
  `${organisation.login}/${repository.name}`;

const personLinks = {
  followers: "followers",
  following: "following{/other_user}",
  gists: "gists{/gist_id}",
  starred: "starred{/owner}{/repo}",
  subscriptions: "subscriptions",
  organizations: "orgs",
  repos: "repos",
  events: "events{/privacy}",
  received_events: "received_events",
} as const;

export function showPerson(person: { id: number; login: string; type: string }, webOrigin: string): Payload {
  const { id, login, type } = person;
  const url = `${webOrigin}/api/v3/users/${login}`;
  const links = Object.entries(personLinks).map(([name, path]) => [`${name}_url`, `${url}/${path}`]);
  return {
    id,
    login,
    type,
    node_id: `U_${id}`,
    avatar_url: `${webOrigin}/avatars/u/${id}`,
    gravatar_id: "",
    html_url: `${webOrigin}/${login}`,
    url,
    ...Object.fromEntries(links),
    site_admin: false,
  };
}

function showOrganisation({ organisation, webOrigin }: Scene): Payload {
  const { id, login } = organisation;
  const url = `${webOrigin}/api/v3/orgs/${login}`;
  return {
    id,
    login,
    node_id: `O_${id}`,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${webOrigin}/avatars/o/${id}`,
    description: null,
  };
}

/** Published examples moved to a repository: the same for every payload of it. */
const moved = new Map<string, Payload>();

function movedExample(scene: Scene, event: string, action?: string): Payload {
  const key = JSON.stringify([scene.webOrigin, fullNameOf(scene), event, action]);
  const known = moved.get(key) ?? relocate(exampleOf(event, action), fullNameOf(scene), scene.webOrigin);
  moved.set(key, known);
  return known;
}

/** The `repository` of a payload. @param at GitHub's time of the event; pushes date `pushed_at` themselves. */
export function showRepository(scene: Scene, at: number): Payload {
  const { repository, organisation, webOrigin } = scene;
  const example = movedExample(scene, "repository", "created").repository as Payload;
  return override(example, {
    id: repository.id,
    node_id: `R_${repository.id}`,
    name: repository.name,
    full_name: fullNameOf(scene),
    owner: showPerson({ ...organisation, type: "Organization" }, webOrigin),
    private: repository.visibility !== "public",
    visibility: repository.visibility,
    fork: false,
    language: repository.language,
    default_branch: "main",
    has_issues: true,
    custom_properties: { ...repository.properties },
    created_at: dateTime(repository.createdAt),
    updated_at: dateTime(at),
    pushed_at: dateTime(at),
  });
}

/** What every payload of a repository carries besides its own thing. */
export function envelopeOf(scene: Scene, at: number, sender: Person): Payload {
  const { installationId, webOrigin } = scene;
  return {
    repository: showRepository(scene, at),
    organization: showOrganisation(scene),
    installation: { id: installationId, node_id: `I_${installationId}` },
    sender: showPerson(sender, webOrigin),
  };
}

/** A published example, moved to the scene, with the envelope and the changes put over it. */
export function payloadOf(
  scene: Scene,
  event: string,
  at: number,
  sender: Person,
  changes: Payload,
  action?: string,
): Payload {
  return override(movedExample(scene, event, action), {
    ...(action === undefined ? {} : { action }),
    ...envelopeOf(scene, at, sender),
    ...changes,
  });
}
