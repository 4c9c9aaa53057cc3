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

export function showPerson(person: { id: number; login: string; type: string }, webOrigin: string): Payload {
  const { id, login, type } = person;
  return {
    id,
    login,
    type,
    node_id: `U_${id}`,
    html_url: `${webOrigin}/${login}`,
    url: `${webOrigin}/api/v3/users/${login}`,
    site_admin: false,
  };
}

/** The `repository` of a payload. @param at GitHub's time of the event; pushes date `pushed_at` themselves. */
export function showRepository(scene: Scene, at: number): Payload {
  const { repository, organisation, webOrigin } = scene;
  const example = exampleOf("repository", "created").repository;
  const moved = relocate({ repository: example }, fullNameOf(scene), webOrigin).repository as Payload;
  return override(moved, {
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
    created_at: dateTime(repository.createdAt),
    updated_at: dateTime(at),
    pushed_at: dateTime(at),
  });
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
  const { organisation, webOrigin, installationId } = scene;
  const moved = relocate(exampleOf(event, action), fullNameOf(scene), webOrigin);
  return override(moved, {
    ...(action === undefined ? {} : { action }),
    repository: showRepository(scene, at),
    organization: { login: organisation.login, id: organisation.id },
    installation: { id: installationId, node_id: `I_${installationId}` },
    sender: showPerson(sender, webOrigin),
    ...changes,
  });
}
