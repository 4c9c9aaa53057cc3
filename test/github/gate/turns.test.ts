// Turns of one process: how many at once, one that writes, and who is let in first.
import { expect, it } from "vitest";
import { createTurns } from "../../../src/github/gate/turns.ts";

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

function openTurns(atOnce: number) {
  const turns = createTurns(atOnce);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (name: string, priority: "check" | "weekly" | "history", writes = false, installationId = 9) =>
    void turns.take(installationId, { priority, writes }).then((end) => {
      begun.push(name);
      ends.set(name, end);
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await tick();
  };
  return { begun, ask, end };
}

it("lets so many in at once, then the most urgent, and among equals the first", async () => {
  const { begun, ask, end } = openTurns(2);
  ask("a", "history");
  ask("b", "history");
  ask("c", "history");
  ask("d", "weekly");
  ask("e", "check");
  ask("f", "check");
  await tick();
  expect(begun).toEqual(["a", "b"]);
  for (const name of ["a", "b", "e", "f", "d"]) await end(name);
  expect(begun).toEqual(["a", "b", "e", "f", "d", "c"]);
});

it("never has two writes under way, and lets reads pass the one that waits", async () => {
  const { begun, ask, end } = openTurns(3);
  ask("write", "weekly", true);
  ask("check", "check", true);
  ask("read", "history");
  await tick();
  expect(begun).toEqual(["write", "read"]);
  await end("write");
  expect(begun).toEqual(["write", "read", "check"]);
});

it("keeps no installation waiting for another", async () => {
  const { begun, ask } = openTurns(1);
  ask("one", "check", true, 1);
  ask("again", "check", true, 1);
  ask("two", "history", true, 2);
  await tick();
  expect(begun).toEqual(["one", "two"]);
});
