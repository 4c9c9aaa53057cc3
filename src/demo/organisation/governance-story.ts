// How a repository is governed: its features, rules, releases and bypasses, on the local GitHub and told by deliveries.
import { createHash } from "node:crypto";
import {
  repositoryCreatedPayload,
  rulesetCreatedPayload,
  securityFeaturesPayload,
} from "../payloads/governance.ts";
import { releasePayload } from "../payloads/pushes.ts";
import { type Place, people, tipOf } from "./place.ts";

/** A feature is turned on in the repository's settings. */
export function scheduleFeature(place: Place, feature: string, at: number): void {
  const { world, scene, repository } = place;
  world.schedule(at, () => {
    const { features } = repository.security;
    features.set(feature, true);
    const payload = securityFeaturesPayload(scene, features, feature, at, people.jonas);
    world.emit("security_and_analysis", payload);
  });
}

interface BranchRules {
  readonly contexts: readonly string[];
  readonly approvals: number;
  /** The security workflow must run, too, as the templates' default branch has it. */
  readonly securityWorkflow?: boolean;
}

/** By its id, as rulesets name a workflow's repository. */
const templatesId = 880_100;

/** A ruleset that holds since before Firstpass was installed. */
export function requireOnMain({ repository }: Place, rules: BranchRules): void {
  const { contexts, approvals, securityWorkflow = false } = rules;
  const rulesetId = repository.id + 7_000;
  const workflow = {
    repositoryId: templatesId,
    path: ".github/workflows/security.yml",
    ref: "refs/heads/main",
  };
  repository.security.rules = [
    { rulesetId, rule: { type: "pull_request", approvals } },
    { rulesetId, rule: { type: "required_status_checks", contexts } },
    ...(securityWorkflow ? [{ rulesetId, rule: { type: "workflows" as const, workflows: [workflow] } }] : []),
  ];
}

/** The same ruleset, made at `at`. */
export function scheduleRuleset(place: Place, rules: BranchRules, at: number): void {
  const { world, scene, repository } = place;
  world.schedule(at, () => {
    requireOnMain(place, rules);
    const ruleset = { id: repository.id + 7_000, ...rules };
    world.emit("repository_ruleset", rulesetCreatedPayload(scene, ruleset, at, people.jonas));
  });
}

/** Somebody was let through against the ruleset, now. */
export function recordBypass(
  { repository, world }: Place,
  push: { readonly before: string; readonly after: string; readonly actor: { id: number; login: string } },
  at: number,
): void {
  const { before, after, actor } = push;
  const suite = {
    id: world.nextId(),
    ref: "refs/heads/main",
    beforeSha: before,
    afterSha: after,
    pushedAt: at,
  };
  const { security } = repository;
  const bypass = { ...suite, result: "bypass", actor: { id: actor.id, login: actor.login } } as const;
  security.ruleSuites = [...security.ruleSuites, bypass];
}

/** A release with its assets; `evidence`: attested, and with an SBOM among the assets. */
export function scheduleRelease(
  place: Place,
  release: { readonly tagName: string; readonly assets: readonly string[]; readonly evidence: boolean },
  at: number,
): void {
  const { world, scene, repository } = place;
  world.schedule(at, () => {
    const { tagName, evidence } = release;
    const { security, tags, name } = repository;
    tags.set(tagName, tipOf(place));
    const id = world.nextId();
    const names = evidence ? [...release.assets, `${name}.spdx.json`] : release.assets;
    const assets = names.map((assetName) => {
      const hash = createHash("sha256").update(`${name} ${tagName} ${assetName}`).digest("hex");
      return { id: world.nextId(), name: assetName, digest: `sha256:${hash}` };
    });
    if (evidence) for (const { digest } of assets) security.attestedDigests.add(digest);
    const dates = { createdAt: at, publishedAt: at };
    security.releases = [
      ...security.releases,
      { id, tagName, draft: false, prerelease: false, ...dates, assets },
    ];
    world.emit("release", releasePayload(scene, { id, tagName, author: people.jonas, assets }, at));
  });
}

export function scheduleBirth(place: Place, at: number): void {
  const { world, scene } = place;
  world.schedule(at, () => world.emit("repository", repositoryCreatedPayload(scene, at, people.aiko)));
}
