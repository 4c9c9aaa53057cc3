// Payloads of the app's installation on the organisation.
import { exampleOf, override, type Payload } from "./example.ts";
import { dateTime, type Person, type Scene, showPerson } from "./scene.ts";

export function installationPayload(
  action: "created" | "new_permissions_accepted" | "suspend" | "unsuspend" | "deleted",
  scenes: readonly Scene[],
  permissions: Readonly<Record<string, string>>,
  installedAt: number,
  at: number,
  sender: Person,
): Payload {
  const [scene] = scenes;
  if (scene === undefined) throw new Error("An installation needs at least one repository.");
  const { organisation, installationId, webOrigin } = scene;
  const { installation } = override(exampleOf("installation", action), {
    installation: {
      id: installationId,
      account: showPerson({ ...organisation, type: "Organization" }, webOrigin),
      target_id: organisation.id,
      target_type: "Organization",
      repository_selection: "all",
      created_at: dateTime(installedAt),
      updated_at: dateTime(at),
      suspended_at: action === "suspend" ? dateTime(at) : null,
    },
  });
  const repositories = scenes.map(({ repository }) => ({
    id: repository.id,
    node_id: `R_${repository.id}`,
    name: repository.name,
    full_name: `${organisation.login}/${repository.name}`,
    private: repository.visibility !== "public",
  }));
  return {
    action,
    installation: { ...(installation as Payload), permissions },
    ...(action === "created" ? { repositories } : {}),
    sender: showPerson(sender, webOrigin),
  };
}
