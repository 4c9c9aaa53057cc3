// A made account for the examples in the documentation: five repositories, two groups, one template with three versions.

import type { ServerStore } from "../../src/records/store.ts";
import { openStore } from "../../src/store/database.ts";
import { templateFacts } from "./adoption.ts";
import {
  checkRunFact,
  defaultAccountId,
  pavedRoadFact,
  pullRequestFact,
  repositoryState,
  sha,
  workflowRunFact,
} from "./facts.ts";
import { dockerfile, workflow } from "./paved-road.ts";

const day = 86_400_000;
/** Monday of 2026-W47, 00:00 UTC. */
export const madeAt = Date.UTC(2026, 10, 16);
export const madeAccount = { id: defaultAccountId, login: "acme" };

const organisationFile = `version: 1
groups:
  - { id: payments, title: Payments, kind: product-line, tier: 1, owner: "@acme/payments-leads", match: { repositories: ["acme/pay-*"] } }
  - { id: web, title: Web, kind: product-line, tier: 2, owner: "@acme/web-leads", match: { repositories: ["acme/web-*"] } }
targets: { first-pass-rate: ">= 80 %" }
templates:
  rules:
    - { id: secure-build, title: Secure build, kind: reusable_workflow, uses: acme/templates/.github/workflows/build.yml, ref: { minimum: v3 } }
    - { id: base-images, title: Approved base images, kind: base_image, images: ["acme/base/*"] }
`;

const build = "acme/templates/.github/workflows/build.yml";

/** Name, observations (days ago → ref of the build and base image), and first tries that passed and failed. */
const repositories: readonly [string, readonly [number, string, string | null][], number, number][] = [
  [
    "pay-api",
    [
      [60, "v2.1.0", "node:22"],
      [40, "v3.0.0", "acme/base/node:3"],
    ],
    18,
    2,
  ],
  ["pay-ledger", [[60, "v2.1.0", "acme/base/node:3"]], 6, 9],
  ["pay-reports", [[30, "v3.1.0", null]], 8, 2],
  [
    "web-shop",
    [
      [60, "v3.0.0", "acme/base/node:3"],
      [9, "v2.1.0", "node:22"],
    ],
    11,
    4,
  ],
  ["web-blog", [], 0, 0],
];

/** The caller closes it. */
export async function openMadeAccount(): Promise<ServerStore> {
  let now = madeAt - 70 * day;
  const store = await openStore("sqlite::memory:", { now: () => now });
  await store.installations.save({
    installationId: 77,
    accountId: madeAccount.id,
    accountLogin: "acme",
    accountType: "Organization",
    suspended: false,
    deleted: false,
    permissions: null,
    updatedAt: now,
  });
  await saveFile(store, null, "acme/.github/firstpass.yml", organisationFile, null, now);
  await store.facts.append(
    templateFacts({ "v2.1.0": sha("21"), "v3.0.0": sha("30"), "v3.1.0": sha("31") }, now),
    "made",
  );
  for (const [index, [name, observations, passed, failed]] of repositories.entries()) {
    const repositoryId = 3001 + index;
    await store.repositories.observe(repositoryState({ repositoryId, name }), {
      observedAt: now,
      installationId: 77,
    });
    await store.repositories.setCoveredFrom(madeAccount.id, repositoryId, madeAt - 200 * day);
    const roads = observations.map(([daysAgo, ref, image]) =>
      pavedRoadFact({
        repositoryId,
        at: madeAt - daysAgo * day,
        workflows: [workflow("ci", "push", `${build}@${ref}`)],
        dockerfiles: [dockerfile("Dockerfile", image)],
      }),
    );
    const tries = Array.from({ length: passed + failed }, (_, n) => firstTry(repositoryId, n, n < passed));
    await store.facts.append([...roads, ...tries.flat()], "made");
  }
  await store.facts.append([ran(3001, "v3.0.0")], "made");
  const own = ".github/firstpass.yml";
  await saveFile(store, 3004, own, "version: 1\n", null, madeAt - 30 * day);
  await saveFile(store, 3004, own, "version: 1\n", "targets: found a list", madeAt - 4 * day);
  now = madeAt;
  return store;
}

function firstTry(repositoryId: number, n: number, passed: boolean) {
  const headSha = sha(`${repositoryId}${String(n).padStart(4, "0")}`);
  const at = madeAt - ((n % 26) + 1) * day;
  return [
    pullRequestFact({ repositoryId, number: n + 1, headSha, at }),
    checkRunFact({
      repositoryId,
      headSha,
      checkRunId: repositoryId * 100 + n,
      conclusion: passed ? "success" : "failure",
      at: at + 60_000,
    }),
  ];
}

function ran(repositoryId: number, ref: string) {
  const referencedWorkflows = [{ path: `${build}@${ref}`, ref, sha: sha("30") }];
  return workflowRunFact({ repositoryId, at: madeAt - day, referencedWorkflows });
}

async function saveFile(
  store: ServerStore,
  repositoryId: number | null,
  path: string,
  text: string,
  problem: string | null,
  readAt: number,
): Promise<void> {
  await store.configurations.save({
    accountId: madeAccount.id,
    repositoryId,
    kind: "configuration",
    path,
    text,
    commitSha: null,
    readAt,
    problem,
  });
}
