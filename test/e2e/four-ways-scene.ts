// One organisation, seen in four ways: an App that was told of everything, a token, clones on disk, and the Action. What each of them
// is given, and what the App says.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KpiResult, Scorecard } from "../../src/core/scorecard/scorecard.ts";
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import type { Repository } from "../../src/local-github/state.ts";
import { loadScorecard } from "../../src/workflows/load-scorecard.ts";
import { exportClone } from "../support/export-clone.ts";
import { createSqliteDatabase } from "../support/stores.ts";
import { codeScanningLog, secretsLog } from "./four-ways-evidence.ts";
import { type HistoryScene, openHistoryScene } from "./history-scene.ts";

const MINUTE = 60_000;

/** Findings, secrets, exceptions and a file of configuration that is broken; one of them public, with forks. */
const names = ["payments-api", "customer-portal", "design-tokens"];
/** What the organisation's policy is built upon. */
const shared = ["security-templates", "security"];

export interface FourWays {
  readonly scene: HistoryScene;
  readonly repositories: readonly Repository[];
  /** When all of it has been seen: every way speaks then, or a moment later, milliseconds UTC. */
  readonly now: number;
  /** Removed at the end. */
  readonly folder: string;
  readonly origin: string;
  readonly token: string;
  /** The organisation's `firstpass.yml` as a file. */
  readonly organisationConfig: string;
  cloneOf(name: string): string;
  sarifOf(name: string): string;
  secretsOf(name: string): string;
  /** What the App says of the same window at the same time. */
  askApp(
    asked: Pick<Scorecard, "window" | "generatedAt"> & { readonly repository: string },
  ): Promise<Scorecard>;
  close(): Promise<void>;
}

async function openScene(): Promise<{ scene: HistoryScene; remove: () => Promise<void> }> {
  const database = await createSqliteDatabase();
  const scene = await openHistoryScene(database.url, names);
  const remove = async () => {
    await scene.stage.stop();
    await database.remove();
  };
  try {
    await scene.deliver(() => true);
    await scene.settle();
    await scene.readAnew();
    return { scene, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A classic token of somebody who may see everything: the App's own permissions, in a person's hand. */
function takeToken({ stage }: HistoryScene): string {
  const permissions = { ...grantedPermissions, checks: "read", issues: "read" } as const;
  return stage.github.addToken({ token: "ghp_of-somebody", kind: "classic", permissions }).value;
}

export async function openFourWays(): Promise<FourWays> {
  const folder = await mkdtemp(join(tmpdir(), "firstpass-four-ways-"));
  const { scene, remove } = await openScene();
  const { github, firstpass } = scene.stage;
  const inFolder = (kind: string, name: string) => join(folder, kind, name);
  const cloneOf = (name: string) => inFolder("clones", name);
  const sarifOf = (name: string) => `${cloneOf(name)}.sarif`;
  const secretsOf = (name: string) => `${cloneOf(name)}.secrets.sarif`;
  const close = async () => {
    await remove();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await mkdir(join(folder, "clones"));
    const all = [...github.state.repositories.values()];
    const repositories = all.filter(({ name }) => names.includes(name));
    for (const repository of all.filter(({ name }) => [...names, ...shared].includes(name)))
      await exportClone(repository, cloneOf(repository.name));
    for (const repository of repositories) {
      await writeFile(sarifOf(repository.name), codeScanningLog(repository));
      await writeFile(secretsOf(repository.name), secretsLog(repository));
    }
    const organisationConfig = inFolder("clones", "firstpass.yml");
    await writeFile(organisationConfig, textOf(all, ".github", "firstpass.yml"));
    return {
      scene,
      repositories,
      now: scene.clock.now + MINUTE,
      folder,
      origin: github.origin,
      token: takeToken(scene),
      organisationConfig,
      cloneOf,
      sarifOf,
      secretsOf,
      async askApp({ repository, window, generatedAt }) {
        const repositoryId = repositories.find(({ name }) => repository.endsWith(`/${name}`))?.id ?? 0;
        const asked = { accountId: scene.accountId, repositoryId, now: generatedAt, window };
        return (await loadScorecard(firstpass.store, asked)).scorecard;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A file of the default branch. */
function textOf(all: readonly Repository[], name: string, path: string): string {
  const repository = all.find((one) => one.name === name);
  const tip = repository?.branches.get(repository.defaultBranch) ?? "";
  const text = repository?.blobs.get(repository.commits.get(tip)?.files.get(path) ?? "");
  if (text === undefined) throw new Error(`There is no ${path} in ${name}.`);
  return text.toString("utf8");
}

/** All that a number is, without the words and links around it. */
export const numberOf = (kpi: KpiResult) => ({
  outcome: kpi.outcome,
  value: kpi.value,
  numerator: kpi.numerator,
  denominator: kpi.denominator,
  interval: kpi.interval,
  excluded: kpi.excluded,
  status: kpi.status,
  target: kpi.target,
  variance: kpi.variance,
  trend: kpi.trend,
  offTargetWeeks: kpi.offTargetWeeks,
});
