// Payloads of how a repository is governed: it is made, its security features and rulesets change. After GitHub's schema.
import type { Payload } from "./example.ts";
import { dateTime, envelopeOf, fullNameOf, type Person, payloadOf, type Scene } from "./scene.ts";

export function repositoryCreatedPayload(scene: Scene, at: number, sender: Person): Payload {
  return payloadOf(scene, "repository", at, sender, {}, "created");
}

/** @param features Feature → enabled, all of them, after the change. */
export function securityFeaturesPayload(
  scene: Scene,
  features: ReadonlyMap<string, boolean>,
  changed: string,
  at: number,
  sender: Person,
): Payload {
  const status = (enabled: boolean) => ({ status: enabled ? "enabled" : "disabled" });
  const envelope = envelopeOf(scene, at, sender);
  const now = Object.fromEntries([...features].map(([feature, enabled]) => [feature, status(enabled)]));
  return {
    changes: { from: { security_and_analysis: { [changed]: status(features.get(changed) !== true) } } },
    ...envelope,
    // This event alone carries the whole repository.
    repository: {
      ...(envelope.repository as Payload),
      has_discussions: false,
      network_count: 0,
      subscribers_count: 4,
      security_and_analysis: now,
    },
  };
}

/** A ruleset for the default branch was made. */
export function rulesetCreatedPayload(
  scene: Scene,
  ruleset: { readonly id: number; readonly contexts: readonly string[]; readonly approvals: number },
  at: number,
  sender: Person,
): Payload {
  const { id, contexts, approvals } = ruleset;
  const times = { created_at: dateTime(at), updated_at: dateTime(at) };
  const review = {
    dismiss_stale_reviews_on_push: false,
    require_code_owner_review: false,
    require_last_push_approval: false,
    required_approving_review_count: approvals,
    required_review_thread_resolution: false,
  };
  const checks = {
    required_status_checks: contexts.map((context) => ({ context })),
    strict_required_status_checks_policy: false,
  };
  return {
    action: "created",
    repository_ruleset: {
      id,
      name: "Default branch",
      target: "branch",
      source_type: "Repository",
      source: fullNameOf(scene),
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: [
        { type: "pull_request", parameters: review },
        { type: "required_status_checks", parameters: checks },
      ],
      bypass_actors: [],
      node_id: `RRS_${id}`,
      ...times,
    },
    ...envelopeOf(scene, at, sender),
  };
}
