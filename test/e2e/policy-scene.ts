// A stage with organisations of several repositories: the real server and the local GitHub, over real HTTP. The end-to-end tests of
// the policy play on it; what GitHub was asked is counted by its own log.
import { afterEach } from "vitest";
import { MINUTE } from "../../src/demo/organisation/place.ts";
import { openStage, type Stage } from "../../src/demo/stage.ts";
import { openScene, type PolicyScene } from "./policy-organisation.ts";

export const NOW = Date.parse("2026-11-16T09:00:00Z");

export interface PolicyStage extends PolicyScene {
  readonly stage: Stage;
  readonly clock: { now: number };
  /** Works on what is due, then lets so many minutes pass, one by one. */
  settle(minutes?: number): Promise<void>;
  /** What was asked of GitHub since `mark`, as `METHOD path`. */
  asked(mark: number, about?: RegExp): string[];
  mark(): number;
}

const stages: Stage[] = [];

/** To be called once by each suite: closes what its tests open. */
export function closePolicyStages(): void {
  afterEach(async () => {
    for (const stage of stages.splice(0)) await stage.stop();
  });
}

export async function openPolicyStage(databaseUrl: string): Promise<PolicyStage> {
  const clock = { now: NOW };
  const stage = await openStage({ databaseUrl, clock, github: { checkAnswers: true } });
  stages.push(stage);
  const { github, firstpass } = stage;
  const scene = openScene({ github, clock, databaseUrl, store: firstpass.store });
  return {
    ...scene,
    stage,
    clock,
    async settle(minutes = 2) {
      await firstpass.drain();
      clock.now += 10_000;
      await firstpass.drain();
      for (let passed = 0; passed < minutes; passed += 1) {
        clock.now += MINUTE;
        await firstpass.drain();
      }
    },
    mark: () => github.requests.length,
    asked: (mark, about = /./) =>
      github.requests
        .slice(mark)
        .map(({ method, path }) => `${method} ${path}`)
        .filter((line) => about.test(line)),
  };
}
