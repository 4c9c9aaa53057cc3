// From an installation to facts that no webhook tells, over real HTTP; and the same with permissions taken away one by one.
import { beforeEach, describe, expect, test } from "vitest";
import { type Fact, factsOfKind } from "../../src/core/facts/fact.ts";
import type { Unseen } from "../../src/core/facts/observations.ts";
import { neededPermissions } from "../../src/core/kpis/permissions.ts";
import { nextDailyMoment } from "../../src/core/work/daily-moment.ts";
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { HOUR, people } from "../../src/demo/organisation/place.ts";
import { installationPayload } from "../../src/demo/payloads/installation.ts";
import { loadScorecard } from "../../src/workflows/load-scorecard.ts";
import {
  localCodeScanningAlert,
  localDependabotAlert,
  localSecretAlert,
} from "../local-github/local-security.ts";
import { createSqliteDatabase, describeOnEachDatabase } from "../support/stores.ts";
import { closeStages, NOW, openSmallScene, type SmallScene } from "./small-scene.ts";

const digest = `sha256:${"d".repeat(64)}`;
const codeOwners = { ".github/CODEOWNERS": "* @acme/platform\n" };

const factsOf = ({ stage, scene, repository }: SmallScene) =>
  stage.firstpass.store.facts.list({ accountId: scene.organisation.id, repositoryId: repository.id });

const readsOf = ({ stage }: SmallScene) =>
  stage.github.requests.filter(({ method, path }) => method === "GET" && !path.startsWith("/app")).length;

/** Has the repository read again, as when an owner accepts other permissions. */
async function readAgain(small: SmallScene): Promise<void> {
  small.clock.now += HOUR;
  const { scene, installation, clock } = small;
  const { permissions } = installation;
  await small.send(
    "installation",
    installationPayload("new_permissions_accepted", [scene], permissions, NOW, clock.now, people.jonas),
  );
  await small.settle();
}

/** One alert of each source, a bypass, a property, a release with an attestation. */
function addEverything({ repository: { security } }: SmallScene): void {
  security.analyses.set("refs/heads/main", NOW - HOUR);
  security.codeScanningAlerts.push(localCodeScanningAlert(1));
  security.dependabot.push(localDependabotAlert(1));
  security.secretAlerts.push(localSecretAlert(1));
  security.properties.set("tier", "1");
  security.attestedDigests.add(digest);
  security.ruleSuites = [
    {
      id: 1,
      ref: "refs/heads/main",
      beforeSha: "a".repeat(40),
      afterSha: "b".repeat(40),
      pushedAt: NOW - HOUR,
      result: "bypass",
      actor: people.mira,
    },
  ];
  const times = { createdAt: NOW - 2 * HOUR, publishedAt: NOW - HOUR };
  const assets = [{ id: 1, name: "shop.tar.gz", digest }];
  security.releases = [{ id: 1, tagName: "v1", draft: false, prerelease: false, ...times, assets }];
}

describeOnEachDatabase("what webhooks cannot tell", (createTestDatabase) => {
  closeStages();
  let small: SmallScene;
  beforeEach(async () => {
    small = await openSmallScene((await createTestDatabase()).url, codeOwners);
  });

  test("a repository is read when the App is installed", async () => {
    const { github } = small.stage;
    const known = await factsOf(small);
    expect(factsOfKind(known, "controls")).toMatchObject([
      { data: { branch: "main", features: { seen: { secret_scanning: true } }, protection: { seen: null } } },
    ]);
    expect(factsOfKind(known, "code-owners")).toMatchObject([
      { data: { file: { seen: { path: ".github/CODEOWNERS", defaultOwners: ["@acme/platform"] } } } },
    ]);
    expect(factsOfKind(known, "findings-listed")).toHaveLength(3);
    expect(github.unexpectedRequests).toEqual([]);
    expect(github.requests.flatMap(({ unknownNames }) => unknownNames)).toEqual([]);
    expect(github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  });

  test("costs the requests that docs/permissions.md names, on a day with activity, and none on another", async () => {
    const { firstpass } = small.stage;
    await small.openPullRequest(1, NOW);
    await small.settle();
    addEverything(small);
    const before = readsOf(small);
    small.clock.now = nextDailyMoment(small.repository.id, small.clock.now);
    await firstpass.drain();
    // Thirteen, for the new release two more (the dependency graph and its one asset), for the secret its places and the scans.
    expect(readsOf(small) - before).toBe(17);
    for (let day = 0; day < 3; day += 1) {
      small.clock.now += 24 * HOUR;
      await firstpass.drain();
    }
    expect(readsOf(small) - before).toBe(17);
  });

  test("alerts from before the installation, bypasses, properties and evidence are in the ledger", async () => {
    addEverything(small);
    await readAgain(small);
    const known = await factsOf(small);
    for (const kind of ["code-scanning-alert", "dependabot-alert", "secret-scanning-alert"] as const)
      expect(factsOfKind(known, kind)).toHaveLength(1);
    expect(factsOfKind(known, "rule-suites").at(-1)?.data.bypasses).toMatchObject({ seen: [{ id: 1 }] });
    expect(factsOfKind(known, "custom-properties").at(-1)?.data.properties).toEqual({ tier: "1" });
    expect(factsOfKind(known, "release-evidence")).toMatchObject([
      { data: { tagName: "v1", attested: { seen: ["shop.tar.gz"] }, dependencyGraph: { seen: true } } },
    ]);
    expect(JSON.stringify(known)).not.toContain(localSecretAlert(1).secret);
  });
});

describe("without a permission, what it opens is unseen with its name, and all else is seen", () => {
  closeStages();
  test.each([
    [
      "security_events",
      ["controls.lastAnalysisAt security_events: read", "findings-listed.listing security_events: read"],
    ],
    ["vulnerability_alerts", ["findings-listed.listing vulnerability_alerts: read"]],
    ["secret_scanning_alerts", ["findings-listed.listing secret_scanning_alerts: read"]],
    [
      "administration",
      [
        "controls.defaultSetup administration: read",
        "controls.dependabotAlerts administration: read",
        "controls.features administration: read",
        "controls.protection administration: read",
        "rule-suites.bypasses administration: write",
      ],
    ],
    ["contents", ["code-owners.file contents: read"]],
    ["attestations", ["release-evidence.attested attestations: read"]],
  ])("%s", async (permission, lost) => {
    const { [permission]: _taken, ...less } = grantedPermissions;
    const small = await openSmallScene((await createSqliteDatabase()).url, codeOwners, less);
    addEverything(small);
    await readAgain(small);
    expect(unseenPermissions(await factsOf(small))).toEqual(lost);
  });
});

describe("a permission that was taken away without a word makes what needs it not measured", () => {
  closeStages();
  // Of the others a unit test tells; each case waits for a token to be renewed.
  test.each(["contents", "attestations"])("%s", async (permission) => {
    const small = await openSmallScene((await createSqliteDatabase()).url, codeOwners);
    addEverything(small);
    await readAgain(small);
    const scorecard = async () =>
      (
        await loadScorecard(small.stage.firstpass.store, {
          accountId: small.scene.organisation.id,
          repositoryId: small.repository.id,
          now: small.clock.now + 1,
        })
      ).scorecard.kpis;
    const named = async () =>
      (await scorecard())
        .filter(({ reason }) => reason?.includes(`"${permission}: `))
        .map(({ id, outcome }) => `${id} ${outcome}`);
    expect(await named()).toEqual([]);

    const { [permission]: _taken, ...less } = grantedPermissions;
    small.installation.permissions = less;
    small.stage.github.credentials.expireTokens();
    await small.openPullRequest(1, small.clock.now);
    await small.settle();
    small.clock.now = nextDailyMoment(small.repository.id, small.clock.now);
    await small.stage.firstpass.drain();
    const needing = Object.entries(neededPermissions).filter(([, list]) =>
      list.some((needed) => needed.permission === permission),
    );
    expect(await named()).toEqual(needing.map(([id]) => `${id} not-measured`));
  });
});

/** Where facts say that a permission is missing, and which; each once. */
function unseenPermissions(facts: readonly Fact[]): string[] {
  const isUnseen = (value: unknown): value is { unseen: Unseen } =>
    typeof value === "object" && value !== null && "unseen" in value;
  const found = facts.flatMap(({ kind, data }) =>
    Object.entries(data).flatMap(([name, value]) =>
      isUnseen(value) && value.unseen.why === "permission-missing"
        ? [`${kind}.${name} ${value.unseen.permission}`]
        : [],
    ),
  );
  return [...new Set(found)].sort();
}
