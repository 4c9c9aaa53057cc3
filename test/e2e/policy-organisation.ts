// Organisations of several repositories on the local GitHub, and what happens in them: pushes, pull requests, properties, teams,
// each told by a signed delivery. The end-to-end tests of the policy are written with it.
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { DAY, people } from "../../src/demo/organisation/place.ts";
import { exampleOf, type Payload } from "../../src/demo/payloads/example.ts";
import { installationPayload } from "../../src/demo/payloads/installation.ts";
import { envelopeOf } from "../../src/demo/payloads/scene.ts";
import type { LocalGitHub } from "../../src/local-github/start.ts";
import type { Installation, PermissionLevel } from "../../src/local-github/state.ts";
import type { ServerStore } from "../../src/records/store.ts";
import { runCommand } from "../support/server-process.ts";
import { addMember, type Context, type Member, type PlannedRepository } from "./policy-member.ts";

export interface PlannedOrganisation {
  readonly id?: number;
  readonly login?: string;
  readonly installationId?: number;
  readonly permissions?: Readonly<Record<string, PermissionLevel>>;
  readonly repositories: readonly PlannedRepository[];
}

export interface Organisation {
  readonly installation: Installation;
  member(name: string): Member;
  install(): Promise<void>;
  /** `installation` with what is granted now. */
  acceptPermissions(permissions: Readonly<Record<string, PermissionLevel>>): Promise<void>;
  changeSelection(action: "added" | "removed", name: string): Promise<void>;
  teamEvent(action: string, slug: string): Promise<void>;
}

/** Where organisations are added, beside whatever server GitHub's deliveries go to. */
export interface PolicyScene {
  add(plan: PlannedOrganisation): Organisation;
  send(event: string, payload: Payload): Promise<void>;
  /** Runs `firstpass …` on the same store. */
  run: Context["run"];
}

export function openScene(parts: {
  readonly github: LocalGitHub;
  readonly clock: { now: number };
  readonly databaseUrl: string;
  readonly store?: ServerStore;
}): PolicyScene {
  const { github, clock, databaseUrl, store = null } = parts;
  const context: Context = {
    github,
    clock,
    begunAt: clock.now,
    store,
    nextId: 500,
    send: async (event, payload) => {
      const { statusCode } = await github.deliver(event, payload);
      if (statusCode !== 202) throw new Error(`${event} was answered with ${statusCode}`);
    },
    run: (...args) => runCommand(args, { DATABASE_URL: databaseUrl, NO_COLOR: "1" }),
  };
  return { add: (plan) => addOrganisation(context, plan), send: context.send, run: context.run };
}

function addOrganisation(context: Context, plan: PlannedOrganisation): Organisation {
  const { github, clock, send, begunAt } = context;
  const { id = 77, login = "acme", installationId = 9, permissions = grantedPermissions } = plan;
  const account = { id, login, type: "Organization" } as const;
  const installation: Installation = {
    id: installationId,
    account,
    permissions,
    suspended: false,
    repositoryIds: null,
  };
  github.state.installations.set(installationId, installation);
  const members = new Map<string, Member>();
  for (const planned of plan.repositories)
    members.set(planned.name, addMember(context, installation, planned));
  const member = (name: string) => {
    const found = members.get(name);
    if (found === undefined) throw new Error(`The organisation has no repository ${name}.`);
    return found;
  };
  const scenes = [...members.values()].map(({ scene }) => scene);
  const tellPermissions = (action: "created" | "new_permissions_accepted") =>
    installationPayload(
      action,
      scenes,
      installation.permissions,
      begunAt - 90 * DAY,
      action === "created" ? begunAt - 90 * DAY : clock.now,
      people.jonas,
    );
  return {
    installation,
    member,
    install: () => send("installation", tellPermissions("created")),
    async acceptPermissions(granted) {
      installation.permissions = granted;
      github.credentials.expireTokens();
      await send("installation", tellPermissions("new_permissions_accepted"));
    },
    async changeSelection(action, name) {
      const { local } = member(name);
      const all = installation.repositoryIds ?? [...members.values()].map(({ local: one }) => one.id);
      const { installation: shown } = tellPermissions("created");
      installation.repositoryIds =
        action === "added" ? [...new Set([...all, local.id])] : all.filter((one) => one !== local.id);
      const listed = {
        id: local.id,
        node_id: `R_${local.id}`,
        name: local.name,
        full_name: `${login}/${local.name}`,
        private: local.visibility !== "public",
      };
      await send("installation_repositories", {
        ...exampleOf("installation_repositories", action),
        action,
        installation: shown,
        repositories_added: action === "added" ? [listed] : [],
        repositories_removed: action === "removed" ? [listed] : [],
      });
    },
    async teamEvent(action, slug) {
      const [scene] = scenes;
      if (scene === undefined) throw new Error("An organisation needs a repository.");
      const { repository: _, ...envelope } = envelopeOf(scene, clock.now, people.jonas);
      const { team } = exampleOf("team", action);
      await send("team", { action, team: { ...(team as Payload), slug, name: slug }, ...envelope });
    },
  };
}
