// A made account for benchmarks: repositories with groups, files of their own here and there, an observed paved road, and pull
// requests with their checks; in a real SQLite file.
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fact } from "../src/core/facts/fact.ts";
import type { ServerStore } from "../src/records/store.ts";
import { openStore } from "../src/store/database.ts";
import { templateFacts } from "../test/support/adoption.ts";
import {
  checkRunFact,
  defaultAccountId,
  pavedRoadFact,
  pullRequestFact,
  repositoryState,
  sha,
} from "../test/support/facts.ts";
import { dockerfile, workflow } from "../test/support/paved-road.ts";

const day = 24 * 60 * 60 * 1000;
const groups = 40;
const build = "acme/templates/.github/workflows/build.yml";
const installationId = 77;

/** When everything in the account speaks, milliseconds UTC. */
export const madeNow = Date.UTC(2026, 10, 16, 10);

export interface MadeAccount {
  readonly store: ServerStore;
  readonly accountId: number;
  /** The id of `.github`, which holds the organisation's file. */
  readonly holderId: number;
  close(): Promise<void>;
}

/** The organisation's file: forty groups, two rules, and what is put in. */
export function organisationFile(given: { readonly target?: string; readonly rules?: string } = {}): string {
  const match = (n: number) => `match: { repositories: ["acme/r-${n}-*"] }`;
  const target = given.target ?? ">= 80 %";
  return `version: 1
owner: "@acme/security"
groups:
${Array.from({ length: groups }, (_, n) => `  - { id: g${n}, title: Group ${n}, tier: ${n % 3}, owner: "@acme/g${n}", ${match(n)} }`).join("\n")}
targets: { first-pass-rate: "${target}" }
templates:
  rules:
    - { id: secure-build, kind: reusable_workflow, uses: ${build}, ref: { minimum: v3 } }
    - { id: base-images, kind: base_image, images: ["acme/base/*"] }
${given.rules ?? ""}`;
}

/** Makes `repositories` with some two hundred facts each; the same for the same numbers. */
export async function makeAccount(repositories: number, factsEach = 200): Promise<MadeAccount> {
  const folder = await mkdtemp(join(tmpdir(), "firstpass-bench-"));
  const store = await openStore(`sqlite:${join(folder, "bench.db")}`, { now: () => madeNow });
  const accountId = defaultAccountId;
  await store.installations.save({
    installationId,
    accountId,
    accountLogin: "acme",
    accountType: "Organization",
    suspended: false,
    deleted: false,
    permissions: null,
    updatedAt: madeNow - 70 * day,
  });
  await saveFile(store, null, "acme/.github/firstpass.yml", organisationFile());
  const tags = { "v2.1.0": sha("21"), "v3.0.0": sha("30"), "v3.1.0": sha("31") };
  await store.facts.append(templateFacts(tags, madeNow - 70 * day), "made");
  for (let index = 0; index < repositories; index++) await addRepository(store, index, factsEach);
  const holderId = 10_000 + repositories;
  await store.repositories.observe(repositoryState({ repositoryId: holderId, name: ".github" }), {
    observedAt: madeNow - 70 * day,
    installationId,
  });
  return {
    store,
    accountId,
    holderId,
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function addRepository(store: ServerStore, index: number, factsEach: number): Promise<void> {
  const repositoryId = 10_000 + index;
  const state = repositoryState({ repositoryId, name: `r-${index % groups}-${index}` });
  await store.repositories.observe(state, { observedAt: madeNow - 70 * day, installationId });
  await store.repositories.setCoveredFrom(state.accountId, repositoryId, madeNow - 200 * day);
  const facts: Fact[] = [
    pavedRoadFact({
      repositoryId,
      at: madeNow - 30 * day,
      workflows: [workflow("ci", "push", `${build}@${index % 3 ? "v3.0.0" : "v2.1.0"}`)],
      dockerfiles: [dockerfile("Dockerfile", index % 2 ? "node:22" : "acme/base/node:3")],
    }),
  ];
  for (let n = 0; n < factsEach / 2; n++) {
    const headSha = sha(`${repositoryId}${String(n).padStart(4, "0")}`);
    const at = madeNow - ((n % 26) + 1) * day;
    const conclusion = (n * 7 + index) % 5 ? "success" : "failure";
    facts.push(
      pullRequestFact({ repositoryId, number: n + 1, headSha, at }),
      checkRunFact({
        repositoryId,
        headSha,
        checkRunId: repositoryId * 1000 + n,
        conclusion,
        at: at + 60_000,
      }),
    );
  }
  await store.facts.append(facts, "made");
  if (index % 20 === 0)
    await saveFile(
      store,
      repositoryId,
      ".github/firstpass.yml",
      'version: 1\ntargets: { first-pass-rate: ">= 95 %" }\n',
    );
}

function saveFile(
  store: ServerStore,
  repositoryId: number | null,
  path: string,
  text: string,
): Promise<void> {
  return store.configurations.save({
    accountId: defaultAccountId,
    repositoryId,
    kind: "configuration",
    path,
    text,
    commitSha: null,
    readAt: madeNow - 70 * day,
    problem: null,
  });
}
