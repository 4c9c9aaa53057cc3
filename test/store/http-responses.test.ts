import { expect, it } from "vitest";
import { describeOnEveryStore } from "../support/stores.ts";

const dayMillis = 24 * 60 * 60 * 1000;

describeOnEveryStore("kept responses", (openTestStore) => {
  it("are found again by the installation that asked, and by no other", async () => {
    const { httpResponses } = await openTestStore();
    await httpResponses.keep(7, "a", { etag: '"1"', body: '{"é":"\\u0000"}' });
    expect(await httpResponses.find(7, "a")).toEqual({ etag: '"1"', body: '{"é":"\\u0000"}' });
    expect(await httpResponses.find(8, "a")).toBeNull();
    expect(await httpResponses.find(7, "b")).toBeNull();
  });

  it("give way to a newer answer, which may be one that never changes", async () => {
    const { httpResponses } = await openTestStore();
    await httpResponses.keep(7, "a", { etag: '"1"', body: "1" });
    await httpResponses.keep(7, "a", { etag: null, body: "2" });
    expect(await httpResponses.find(7, "a")).toEqual({ etag: null, body: "2" });
  });

  it("are not kept when they are large", async () => {
    const { httpResponses } = await openTestStore();
    await httpResponses.keep(7, "small", { etag: null, body: "x".repeat(256 * 1024) });
    await httpResponses.keep(7, "large", { etag: null, body: "x".repeat(256 * 1024 + 1) });
    expect(await httpResponses.find(7, "small")).not.toBeNull();
    expect(await httpResponses.find(7, "large")).toBeNull();
  });

  it("are dropped when nobody has asked for them for long", async () => {
    let now = 0;
    const { httpResponses } = await openTestStore({ now: () => now });
    await httpResponses.keep(7, "used", { etag: null, body: "1" });
    await httpResponses.keep(7, "idle", { etag: null, body: "2" });
    now = 2 * dayMillis;
    await httpResponses.find(7, "used");
    expect(await httpResponses.drop(dayMillis)).toBe(1);
    expect(await httpResponses.find(7, "used")).not.toBeNull();
    expect(await httpResponses.find(7, "idle")).toBeNull();
  });
});
