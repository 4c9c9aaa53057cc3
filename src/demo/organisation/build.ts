// Puts the made organisation onto a local GitHub and schedules its twelve weeks.
import { addRepository, commitTo } from "../../local-github/repository.ts";
import type { Account, Installation, LocalState, PermissionLevel } from "../../local-github/state.ts";
import { installationPayload } from "../payloads/installation.ts";
import type { Scene } from "../payloads/scene.ts";
import { dependabotFile, organisationConfig, organisationLogin, templateWorkflow } from "./files.ts";
import { DAY, HOUR, type Place, people } from "./place.ts";
import { repositoryPlans } from "./repositories.ts";
import type { Period } from "./weekly-patterns.ts";
import { makeWorld, type World } from "./world.ts";

export interface MadeOrganisation {
  readonly world: World;
  readonly period: Period;
  readonly accountId: number;
  readonly scenes: readonly Scene[];
  readonly places: readonly Place[];
  readonly installation: Installation;
}

/** What the app asks for, as its manifest does. */
export const grantedPermissions: Readonly<Record<string, PermissionLevel>> = {
  metadata: "read",
  contents: "read",
  pull_requests: "read",
  actions: "read",
  statuses: "read",
  security_events: "read",
  secret_scanning_alerts: "read",
  vulnerability_alerts: "read",
  merge_queues: "read",
  checks: "write",
  issues: "write",
};

const organisation: Account = { id: 77_001, login: organisationLogin, type: "Organization" };
const WEB_ORIGIN = "https://github.example";
const TWELVE_WEEKS = 84 * DAY;

function addTemplates(state: LocalState, createdAt: number): void {
  const templates = addRepository(state, {
    id: 880_100,
    owner: organisation,
    name: "security-templates",
    visibility: "private",
    createdAt,
  });
  for (const version of [1, 2, 3]) {
    const files = {
      ".github/workflows/security.yml": templateWorkflow(version),
      ".github/dependabot.yml": dependabotFile,
    };
    const { sha } = commitTo(templates, "main", {
      files,
      message: `Template ${version}`,
      committedAt: createdAt + version * DAY,
    });
    templates.tags.set(`v${version}`, sha);
  }
  const settings = addRepository(state, {
    id: 880_099,
    owner: organisation,
    name: ".github",
    visibility: "private",
    createdAt,
  });
  commitTo(settings, "main", {
    files: { "firstpass.yml": organisationConfig },
    message: "Configure Firstpass",
    committedAt: createdAt + DAY,
  });
}

/**
 * Makes the organisation. Nothing has happened yet when this returns: `world.runUntil` lets it.
 *
 * @param endsAt Milliseconds UTC at which the twelve weeks end.
 */
export function buildOrganisation(
  state: LocalState,
  options: { readonly endsAt: number; readonly seed: number },
): MadeOrganisation {
  const { endsAt, seed } = options;
  const midnight = Math.floor(endsAt / DAY) * DAY;
  const period: Period = { from: midnight - TWELVE_WEEKS, to: endsAt };
  const createdAt = period.from - 30 * DAY;
  const world = makeWorld(seed);
  addTemplates(state, createdAt);
  const installation: Installation = {
    id: 4_400_001,
    account: organisation,
    permissions: grantedPermissions,
    suspended: false,
    repositoryIds: null,
  };
  state.installations.set(installation.id, installation);

  const places = repositoryPlans.map((plan): Place => {
    const { id, name, visibility, language } = plan;
    const repository = addRepository(state, {
      id,
      owner: organisation,
      name,
      visibility,
      language,
      createdAt,
    });
    const files = { "README.md": `# ${name}\n`, ...plan.files };
    commitTo(repository, "main", { files, message: "Begin", committedAt: createdAt });
    const scene: Scene = {
      webOrigin: WEB_ORIGIN,
      organisation: { id: organisation.id, login: organisation.login },
      installationId: installation.id,
      repository: { id, name, visibility, language, createdAt },
    };
    return { world, scene, repository, checks: plan.checks, mergeQueue: plan.mergeQueue, nextNumber: 1 };
  });
  const scenes = places.map(({ scene }) => scene);
  const installedAt = period.from + HOUR;
  world.schedule(installedAt, () => {
    const payload = installationPayload(
      "created",
      scenes,
      grantedPermissions,
      installedAt,
      installedAt,
      people.jonas,
    );
    world.emit("installation", payload);
  });
  for (const [index, place] of places.entries()) repositoryPlans[index]?.play(place, period);
  return { world, period, accountId: organisation.id, scenes, places, installation };
}
