import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventOfPath } from "../../src/replay/event-names.ts";
import { readRecordings } from "../../src/replay/read-recordings.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "firstpass-recordings-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(files: Record<string, string>) {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return readRecordings([folder]);
}

describe("the event of a file", () => {
  test.each([
    ["pull_request/opened.json", "pull_request"],
    ["pull_request.opened.json", "pull_request"],
    ["pull_request__opened.json", "pull_request"],
    ["check_run.completed.with-app.payload.json", "check_run"],
    ["a/b/push.json", "push"],
    ["secret_scanning_alert_location.created.json", "secret_scanning_alert_location"],
    ["status/payload-2.json", "status"],
    ["pull-request.json", "pull_request"],
    ["pull-request-opened.json", "pull_request"],
    ["pull_request_opened.json", "pull_request"],
    ["secret-scanning-alert-location-created.json", "secret_scanning_alert_location"],
    ["check-run/status-2.json", "check_run"],
    ["Push.JSON", "push"],
    ["pull_requests.json", null],
    ["opened.json", null],
    ["notes/readme.json", null],
  ])("in %s is %s", (path, event) => {
    expect(eventOfPath(path)).toBe(event);
  });
});

describe("recordings", () => {
  const payload = { action: "opened", number: 1 };

  test.each<[string, string, unknown]>([
    [
      "event, headers and payload",
      "any.json",
      { event: "push", headers: { "X-GitHub-Delivery": "g1" }, payload },
    ],
    [
      "headers that name the event",
      "any.json",
      { headers: { "X-GitHub-Event": "push", "x-github-delivery": ["g1"] }, payload },
    ],
    [
      "GitHub's delivery log",
      "any.json",
      { id: 5, guid: "g1", event: "push", action: null, request: { headers: {}, payload } },
    ],
    ["a payload kept as text", "any.json", { id: "g1", event: "push", payload: JSON.stringify(payload) }],
    ["Probot's fixtures", "any.json", { id: "g1", name: "push", payload }],
  ])("of the shape %s are read with their delivery id", async (_what, path, value) => {
    const { recordings } = await read({ [path]: JSON.stringify(value) });
    expect(recordings).toEqual([{ id: "g1", event: "push", body: JSON.stringify(payload) }]);
  });

  test("of bare payloads get an id of their content, so that a copy is the same delivery", async () => {
    const text = JSON.stringify(payload);
    const { recordings } = await read({
      "push.json": text,
      "push/copy.json": `\uFEFF${text}`,
      "status.json": text,
    });
    expect(recordings.map(({ event }) => event).sort()).toEqual(["push", "push", "status"]);
    expect(new Set(recordings.map(({ id }) => id)).size).toBe(2);
  });

  test("in lists, in lines, and in Octokit's published list are all read", async () => {
    const wrapped = { event: "push", payload };
    const { recordings } = await read({
      "list.json": JSON.stringify([wrapped, { ...wrapped, id: "other" }]),
      "lines.ndjson": `${JSON.stringify({ ...wrapped, id: "a" })}\n${JSON.stringify({ ...wrapped, id: "b" })}\n`,
      "index.json": JSON.stringify([{ name: "fork", description: "", examples: [{ a: 1 }, { a: 2 }] }]),
    });
    expect(recordings.map(({ event }) => event).sort()).toEqual([
      "fork",
      "fork",
      "push",
      "push",
      "push",
      "push",
    ]);
  });

  test("that cannot be read are listed with the reason, and the others are read", async () => {
    const { recordings, unreadable, files } = await read({
      "push.json": "{}",
      "broken.json": "{",
      "number.json": "7",
      "unknown.json": JSON.stringify(payload),
      "without.json": JSON.stringify({ event: "push", request: {} }),
      "notes.txt": "not looked at",
      ".hidden/push.json": "{}",
    });
    expect(recordings).toHaveLength(1);
    expect(files).toBe(5);
    const reasons = Object.fromEntries(
      unreadable.map(({ path, reason }) => [path.split("/").at(-1), reason]),
    );
    expect(reasons).toEqual({
      "broken.json": "is not JSON",
      "number.json": "is not an object or a list of objects",
      "unknown.json": expect.stringContaining("does not say its event"),
      "without.json": "has an event and no payload",
    });
  });

  test("beside others that cannot be read are read, in lists and in lines", async () => {
    const good = { event: "push", payload };
    const { recordings, unreadable } = await read({
      "list.json": JSON.stringify([{ ...good, id: "a" }, { what: 1 }, 7]),
      "log.ndjson": `${JSON.stringify({ ...good, id: "b" })}\n{"event":"push","payl`,
    });
    expect(recordings.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^item 2 does not say its event.* \(and 1 more\)$/),
      "line 2 is not JSON",
    ]);
  });

  test("that share a delivery id are told apart where they differ", async () => {
    const same = { headers: { "X-GitHub-Delivery": "copied" }, event: "push" };
    const { recordings } = await read({
      "1.json": JSON.stringify({ ...same, payload }),
      "2.json": JSON.stringify({ ...same, payload: { ...payload, number: 2 } }),
      "3.json": JSON.stringify({ ...same, event: "status", payload }),
      "4.json": JSON.stringify({ ...same, payload }),
    });
    expect(recordings).toHaveLength(4);
    expect(new Set(recordings.map(({ id }) => id)).size).toBe(3);
  });
});
