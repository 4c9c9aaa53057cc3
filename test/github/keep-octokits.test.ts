// One Octokit per installation: made once, made again where it could not be made, and not kept for ever.
import { expect, it } from "vitest";
import type { OctokitFor } from "../../src/github/ask.ts";
import { keepOctokits } from "../../src/github/keep-octokits.ts";

type Octokit = Awaited<ReturnType<OctokitFor>>;

function counting(make: (installationId: number) => Promise<Octokit>) {
  const made: number[] = [];
  const octokitFor = keepOctokits((installationId) => {
    made.push(installationId);
    return make(installationId);
  });
  return { made, octokitFor };
}

const anOctokit = async () => ({}) as Octokit;

it("makes one Octokit per installation, however often and at once it is asked for", async () => {
  const { made, octokitFor } = counting(anOctokit);
  const [first, second, other] = await Promise.all([octokitFor(1), octokitFor(1), octokitFor(2)]);
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  expect(await octokitFor(1)).toBe(first);
  expect(made).toEqual([1, 2]);
});

it("keeps none that could not be made", async () => {
  let down = true;
  const { made, octokitFor } = counting(() => (down ? Promise.reject(new Error("down")) : anOctokit()));
  await expect(octokitFor(1)).rejects.toThrow("down");
  down = false;
  await octokitFor(1);
  await octokitFor(1);
  expect(made).toEqual([1, 1]);
});

it("lets go of the one that was used longest ago", async () => {
  const { made, octokitFor } = counting(anOctokit);
  for (let id = 1; id <= 200; id += 1) await octokitFor(id);
  await octokitFor(1);
  await octokitFor(201);
  await octokitFor(1);
  expect(made.filter((id) => id === 1)).toHaveLength(1);
  await octokitFor(2);
  expect(made.filter((id) => id === 2)).toHaveLength(2);
});
