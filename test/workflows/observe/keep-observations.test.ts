// Which observations are kept a second time although they say what the last one said.
import { expect, it } from "vitest";
import { factsOfKind } from "../../../src/core/facts/fact.ts";
import { sightOfFindings } from "../../../src/core/findings/sight.ts";
import { defaultAccountId, defaultAt, defaultRepositoryId } from "../../support/facts.ts";
import { openBench } from "../../support/workflow-bench.ts";

const job = { kind: "observe-repository" } as const;
const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };

it("keeps an equal observation again after an interruption, because what was read before it proves nothing", async () => {
  const bench = await openBench();
  await bench.run(job);
  const resumedAt = defaultAt + 1000;
  await bench.store.installations.resume(defaultAccountId, resumedAt);
  bench.setNow(defaultAt + 2000);
  await bench.run(job);
  const facts = factsOfKind(await bench.store.facts.list(place), "findings-listed");
  expect(sightOfFindings({ facts, resumedAt }).incomplete).toBeNull();

  bench.setNow(defaultAt + 3000);
  expect(await bench.run(job)).toMatchObject({ did: "unchanged" });
});
