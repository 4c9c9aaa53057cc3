import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StoreBusy } from "../../src/store/errors.ts";
import { type GroupCommitLimits, groupCommits } from "../../src/store/group-commit.ts";

const unlimited: GroupCommitLimits = { waitingItems: 1_000, waitingBytes: 1_000_000, itemsPerCommit: 1_000 };

/** A database whose commits end when the test says so. */
function manualCommits(limits: GroupCommitLimits) {
  const commits: { items: readonly string[]; finish: () => void; fail: (error: Error) => void }[] = [];
  let onCommit = () => {};
  const add = groupCommits<string, string>(
    (items) =>
      new Promise((resolve, reject) => {
        const finish = () => resolve(items.map((item) => `${item}!`));
        commits.push({ items, finish, fail: reject });
        onCommit();
      }),
    (item) => item.length,
    limits,
  );
  const nextCommit = async () => {
    if (commits.length === 0) await new Promise<void>((resolve) => (onCommit = resolve));
    return commits.shift() ?? expect.fail("no commit");
  };
  return { add, nextCommit };
}

describe("group commit", () => {
  it("takes all that arrives while a commit is in hand into the next one", async () => {
    const { add, nextCommit } = manualCommits(unlimited);
    const first = add(["a"]);
    const one = await nextCommit();
    expect(one.items).toEqual(["a"]);
    const later = [add(["b", "c"]), add(["d"])];
    one.finish();
    const two = await nextCommit();
    expect(two.items).toEqual(["b", "c", "d"]);
    two.finish();
    expect(await first).toEqual(["a!"]);
    expect(await Promise.all(later)).toEqual([["b!", "c!"], ["d!"]]);
  });

  it("has as many commits under way as it may, and fails or keeps each alone", async () => {
    const { add, nextCommit } = manualCommits({ ...unlimited, commitsAtOnce: 2 });
    const first = add(["a"]);
    const one = await nextCommit();
    const second = add(["b"]);
    const two = await nextCommit();
    const third = add(["c"]);
    one.fail(new Error("lost"));
    await expect(first).rejects.toThrow("lost");
    const three = await nextCommit();
    expect([two.items, three.items]).toEqual([["b"], ["c"]]);
    three.finish();
    two.finish();
    expect(await Promise.all([second, third])).toEqual([["b!"], ["c!"]]);
  });

  it("answers nobody before the commit", async () => {
    const { add, nextCommit } = manualCommits(unlimited);
    let answered = false;
    const call = add(["a"]).then(() => {
      answered = true;
    });
    const commit = await nextCommit();
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    commit.finish();
    await call;
    expect(answered).toBe(true);
  });

  it("fails the callers of a failed commit, and no others", async () => {
    const { add, nextCommit } = manualCommits(unlimited);
    const first = add(["a"]);
    const one = await nextCommit();
    const second = add(["b"]);
    one.fail(new Error("disk full"));
    await expect(first).rejects.toThrow("disk full");
    (await nextCommit()).finish();
    expect(await second).toEqual(["b!"]);
  });

  it("fault 17: refuses what would make too much wait, by number and by bytes, and takes more once there is room", async () => {
    for (const limits of [
      { waitingItems: 2, waitingBytes: 1_000, itemsPerCommit: 10 },
      { waitingItems: 1_000, waitingBytes: 2, itemsPerCommit: 10 },
    ]) {
      const { add, nextCommit } = manualCommits(limits);
      const calls = [add(["a"])];
      const one = await nextCommit();
      calls.push(add(["b"]), add(["c"]));
      await expect(add(["d"])).rejects.toBeInstanceOf(StoreBusy);
      one.finish();
      const two = await nextCommit();
      calls.push(add(["e"]));
      two.finish();
      (await nextCommit()).finish();
      expect((await Promise.all(calls)).flat()).toEqual(["a!", "b!", "c!", "e!"]);
    }
  });

  it("takes a single call that is larger than all that may wait", async () => {
    const { add, nextCommit } = manualCommits({ waitingItems: 1, waitingBytes: 1, itemsPerCommit: 1 });
    const call = add(["large", "larger"]);
    (await nextCommit()).finish();
    expect(await call).toEqual(["large!", "larger!"]);
  });

  it("gives each caller its own results, in whatever sizes calls come", async () => {
    const sizes = fc.array(fc.nat({ max: 5 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 6 }), async (counts, itemsPerCommit) => {
        const largest: number[] = [];
        const add = groupCommits<string, string>(
          async (items) => {
            largest.push(items.length);
            return items.map((item) => `${item}!`);
          },
          (item) => item.length,
          { ...unlimited, itemsPerCommit },
        );
        const calls = counts.map((count, call) =>
          Array.from({ length: count }, (_, index) => `${call}-${index}`),
        );
        const results = await Promise.all(calls.map((items) => add(items)));
        expect(results).toEqual(calls.map((items) => items.map((item) => `${item}!`)));
        expect(Math.max(0, ...largest)).toBeLessThanOrEqual(Math.max(5, itemsPerCommit));
      }),
      { numRuns: 50 },
    );
  });
});
