// Transactions that wait at the same time share a commit, and nothing else.
import { describe, expect, it } from "vitest";
import { shareCommits } from "../../src/store/share-commits.ts";

class Broken extends Error {}

/** A database that keeps a list: what a savepoint adds is kept when its transaction commits. */
function makeDatabase() {
  const state = { committed: [] as string[], commits: 0, open: false, failCommit: false };
  let pending: string[] = [];
  const atomically = shareCommits<string[]>({
    async begin(run) {
      state.open = true;
      pending = [];
      try {
        await run(pending);
        if (state.failCommit) throw new Broken("commit");
        state.commits += 1;
        state.committed.push(...pending);
      } finally {
        state.open = false;
      }
    },
    async inSavepoint(session, work) {
      const before = [...session];
      try {
        return await work(session);
      } catch (error) {
        session.splice(0, session.length, ...before);
        throw error;
      }
    },
    isOpen: () => state.open,
    takeMillis: 1000,
  });
  const add = (text: string, urgent = false) =>
    atomically(async (session) => {
      session.push(text);
      await Promise.resolve();
      return text;
    }, urgent);
  return { state, atomically, add };
}

describe("transactions that wait at the same time", () => {
  it("are kept by one commit, in their order", async () => {
    const { state, add } = makeDatabase();
    await expect(Promise.all(["a", "b", "c"].map((text) => add(text)))).resolves.toEqual(["a", "b", "c"]);
    expect(state).toMatchObject({ committed: ["a", "b", "c"], commits: 1 });
    await add("d");
    expect(state.commits).toBe(2);
  });

  it("let those go first that somebody waits for, and keep them at once", async () => {
    const { state, add } = makeDatabase();
    const all = [add("a"), add("b"), add("first", true), add("second", true)];
    await all[2];
    expect(state).toMatchObject({ committed: ["first", "second"], commits: 1 });
    await Promise.all(all);
    expect(state).toMatchObject({ committed: ["first", "second", "a", "b"], commits: 2 });
  });

  it("fail alone", async () => {
    const { state, add, atomically } = makeDatabase();
    const broken = atomically(async (session) => {
      session.push("broken");
      throw new Broken();
    });
    const others = Promise.all([add("a"), add("b")]);
    await expect(broken).rejects.toBeInstanceOf(Broken);
    await others;
    expect(state.committed).toEqual(["a", "b"]);
  });

  it("are told of a commit that fails, every one, and of no end before it", async () => {
    const { state, add } = makeDatabase();
    state.failCommit = true;
    const outcomes = await Promise.allSettled([add("a"), add("b")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    state.failCommit = false;
    await add("c");
    expect(state.committed).toEqual(["c"]);
  });

  it("fault 44: run nothing more in a transaction that the database ended by itself", async () => {
    const { state, add, atomically } = makeDatabase();
    const first = add("a");
    const full = atomically(async () => {
      state.open = false;
      throw new Broken("full");
    });
    const outcomes = await Promise.allSettled([first, full, add("b")]);
    // What came before is undone with it; what comes after has a transaction of its own.
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
    expect(state.committed).toEqual(["b"]);
  });
});
