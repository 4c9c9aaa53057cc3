// Puts the made organisation onto a local GitHub and schedules its twelve weeks.
import { addRepository, commitTo } from "../../local-github/repository.ts";
import type { Account, Installation, LocalState, PermissionLevel } from "../../local-github/state.ts";
import { installationPayload } from "../payloads/installation.ts";
import type { Scene } from "../payloads/scene.ts";
import { organisationLogin } from "./files.ts";
import { scheduleBirth } from "./governance-story.ts";
import { DAY, HOUR, MINUTE, type Place, people } from "./place.ts";
import type { RepositoryPlan } from "./repositories/plan.ts";
import { closedPlans, openPlans } from "./repositories/plans.ts";
import { platformPlans } from "./repositories/platform.ts";
import { routePlanner } from "./repositories/route-planner.ts";
import { agoOf, type Period } from "./weekly-patterns.ts";
import { makeWorld, type World } from "./world.ts";

export interface MadeOrganisation {
  readonly world: World;
  readonly period: Period;
  readonly accountId: number;
  readonly scenes: readonly Scene[];
  /** The repositories that the story is about. */
  readonly places: readonly Place[];
  /** Those that hold the policy and the templates. */
  readonly platform: readonly Place[];
  readonly installation: Installation;
  /** When each installation was made, by its id, milliseconds UTC: nothing is delivered before. */
  readonly installedAt: ReadonlyMap<number, number>;
  /** The one that came last, when most had happened already. */
  readonly late: { readonly place: Place; readonly installedAt: number };
  /** Logins of accounts that grant less than Firstpass asks for: it is refused there. */
  readonly closedLogins: readonly string[];
}

/** What the app asks for, with the optional tier of its manifest: GitHub lists bypassed rules under administration, write. */
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
  administration: "write",
  attestations: "read",
  members: "read",
  checks: "write",
  issues: "write",
};

/** What an account grants that lets Firstpass see pull requests and checks, but neither alerts nor settings. */
const fewPermissions: Readonly<Record<string, PermissionLevel>> = {
  metadata: "read",
  contents: "read",
  pull_requests: "read",
  actions: "read",
  statuses: "read",
  checks: "write",
  issues: "write",
};

const organisation: Account = { id: 77_001, login: organisationLogin, type: "Organization" };
const closedOrganisation: Account = { id: 77_002, login: "heron-labs", type: "Organization" };
const lateOrganisation: Account = { id: 77_003, login: "tern-logistics", type: "Organization" };
const WEB_ORIGIN = "https://github.example";
const TWELVE_WEEKS = 84 * DAY;

/** The team is given the repositories of the platform, so that a group can have them by it. */
function addPlatformTeam(state: LocalState, platform: readonly Place[]): void {
  const repositories = new Map(platform.map(({ repository }) => [repository.id, "maintain"] as const));
  state.teams.push({ organisation: organisation.login, slug: "platform-security", repositories });
}

interface Made {
  readonly world: World;
  readonly state: LocalState;
  readonly period: Period;
}

function addPlace({ world, state, period }: Made, plan: RepositoryPlan, installation: Installation): Place {
  const { id, name, visibility, language, checks, mergeQueue, reviewHours, codeRules } = plan;
  const { account } = installation;
  const bornAt = plan.bornDaysAgo === undefined ? null : agoOf(period, plan.bornDaysAgo);
  const createdAt = bornAt ?? period.from - 30 * DAY;
  const repository = addRepository(state, { id, owner: account, name, visibility, language, createdAt });
  const files = { "README.md": `# ${name}\n`, ...plan.files(period) };
  commitTo(repository, "main", { files, message: "Begin", committedAt: createdAt });
  const { properties } = plan;
  for (const [key, value] of Object.entries(properties)) repository.security.properties.set(key, value);
  const scene: Scene = {
    webOrigin: WEB_ORIGIN,
    organisation: { id: account.id, login: account.login },
    installationId: installation.id,
    repository: { id, name, visibility, language, createdAt, properties },
  };
  const place = { world, scene, repository, checks, mergeQueue, reviewHours, codeRules, nextNumber: 1 };
  if (bornAt !== null) {
    state.repositories.delete(id);
    world.schedule(bornAt, () => state.repositories.set(id, repository));
    scheduleBirth(place, bornAt);
  }
  return place;
}

/** An account installs Firstpass on all of its repositories at a time. */
function install(
  { world, state, period }: Made,
  installation: Installation,
  plans: readonly RepositoryPlan[],
  at: number,
): readonly Place[] {
  const places = plans.map((plan) => addPlace({ world, state, period }, plan, installation));
  const scenes = places.map(({ scene }) => scene).filter(({ repository }) => repository.createdAt < at);
  world.schedule(at, () => {
    state.installations.set(installation.id, installation);
    const payload = installationPayload("created", scenes, installation.permissions, at, at, people.jonas);
    world.emit("installation", payload);
  });
  for (const [index, place] of places.entries()) plans[index]?.play(place, period);
  return places;
}

/** Early on a Monday, three weeks before the end. */
function lateTime({ to }: Period): number {
  const day = Math.floor(agoOf({ from: 0, to }, 21) / DAY) * DAY;
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  return day - sinceMonday * DAY + 5 * HOUR + 40 * MINUTE;
}

/**
 * Makes the organisation, a second account that grants less, and a third that comes late. Nothing has happened yet when this returns:
 * `world.runUntil` lets it.
 *
 * @param endsAt Milliseconds UTC at which the twelve weeks end.
 */
export function buildOrganisation(
  state: LocalState,
  options: {
    readonly endsAt: number;
    readonly seed: number;
    /** Names of the first two accounts' repositories, besides those of the platform; absent: all. */
    readonly only?: readonly string[];
  },
): MadeOrganisation {
  const { endsAt, seed, only } = options;
  const isPlayed = ({ name }: RepositoryPlan) => only === undefined || only.includes(name);
  const midnight = Math.floor(endsAt / DAY) * DAY;
  const period: Period = { from: midnight - TWELVE_WEEKS, to: endsAt };
  const world = makeWorld(seed);
  state.webOrigin = WEB_ORIGIN;
  const common = { suspended: false, repositoryIds: null };
  const installation: Installation = {
    ...common,
    id: 4_400_001,
    account: organisation,
    permissions: grantedPermissions,
  };
  const closed: Installation = {
    ...common,
    id: 4_400_002,
    account: closedOrganisation,
    permissions: fewPermissions,
  };
  const last: Installation = {
    ...common,
    id: 4_400_003,
    account: lateOrganisation,
    permissions: grantedPermissions,
  };
  const made = { world, state, period };
  const [first, late] = [period.from + HOUR, lateTime(period)];
  const own = install(made, installation, [...platformPlans, ...openPlans.filter(isPlayed)], first);
  const platform = own.slice(0, platformPlans.length);
  const closedPlaces = closedPlans.some(isPlayed)
    ? install(made, closed, closedPlans.filter(isPlayed), first)
    : [];
  const latePlaces = install(made, last, [routePlanner], late);
  const [place] = latePlaces;
  if (place === undefined) throw new Error("The account that comes late has a repository.");
  const places = [...own.slice(platformPlans.length), ...closedPlaces, ...latePlaces];
  addPlatformTeam(state, platform);
  return {
    world,
    period,
    accountId: organisation.id,
    scenes: [...platform, ...places].map(({ scene }) => scene),
    places,
    platform,
    installation,
    installedAt: new Map([
      [installation.id, first],
      [closed.id, first],
      [last.id, late],
    ]),
    late: { place, installedAt: late },
    closedLogins: [closedOrganisation.login],
  };
}
