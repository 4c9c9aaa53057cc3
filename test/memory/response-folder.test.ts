// A folder of answers: found again by the same token alone, unreadable for others, and never in the way.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openResponseFolder } from "../../src/memory/response-folder.ts";

const day = 86_400_000;
let folder: string;
let now: number;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "firstpass-answers-")), "made", "here");
  now = Date.UTC(2026, 10, 16);
});
afterEach(() => rm(join(folder, "..", ".."), { recursive: true, force: true }));

const open = (more: { token?: string; apiUrl?: string; maximumTotalBytes?: number } = {}) =>
  openResponseFolder({ folder, apiUrl: "https://api.github.com", token: "ghp_one", now: () => now, ...more });

describe("a folder of answers", () => {
  it("gives back what was kept, in another run, too", async () => {
    await (await open()).keep(1, "a", { etag: '"1"', body: '{"é":"\\u0000"}' });
    expect(await (await open()).find(1, "a")).toEqual({ etag: '"1"', body: '{"é":"\\u0000"}' });
    expect(await (await open()).find(1, "b")).toBeNull();
  });

  it("gives nothing to another token, server or installation", async () => {
    await (await open()).keep(1, "a", { etag: null, body: "1" });
    expect(await (await open({ token: "ghp_two" })).find(1, "a")).toBeNull();
    expect(await (await open({ apiUrl: "https://ghe.example/api/v3" })).find(1, "a")).toBeNull();
    expect(await (await open()).find(2, "a")).toBeNull();
  });

  it("is for its owner alone, and tells the token in no name and no file", async () => {
    await (await open()).keep(1, "a", { etag: null, body: "1" });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
      expect(name + (await readFile(join(folder, name), "latin1"))).not.toContain("ghp_one");
    }
  });

  it.each(["", "nonsense", "\u001f\u008b"])("takes a broken file for none: %j", async (text) => {
    const answers = await open();
    await answers.keep(1, "a", { etag: null, body: "1" });
    const [name = ""] = await readdir(folder);
    await writeFile(join(folder, name), text);
    expect(await answers.find(1, "a")).toBeNull();
    await answers.keep(1, "a", { etag: null, body: "2" });
    expect((await answers.find(1, "a"))?.body).toBe("2");
  });

  it("drops what was not used for thirty days, and leaves what is not its own", async () => {
    const answers = await open();
    await answers.keep(1, "idle", { etag: null, body: "1" });
    await answers.keep(1, "used", { etag: null, body: "2" });
    await writeFile(join(folder, "notes.txt"), "mine");
    now += 20 * day;
    await answers.find(1, "used");
    now += 11 * day;
    await answers.tidy();
    expect(await answers.find(1, "idle")).toBeNull();
    expect(await answers.find(1, "used")).not.toBeNull();
    expect(await readdir(folder)).toContain("notes.txt");
  });

  it("makes room for what was used last", async () => {
    const answers = await open({ maximumTotalBytes: 400 });
    for (let index = 0; index < 20; index += 1) {
      now += 1000;
      await answers.keep(1, `request ${index}`, { etag: null, body: "x".repeat(50) });
    }
    await answers.tidy();
    expect(await answers.find(1, "request 0")).toBeNull();
    expect(await answers.find(1, "request 19")).not.toBeNull();
    const sizes = await Promise.all((await readdir(folder)).map((name) => stat(join(folder, name))));
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(400);
  });
});
