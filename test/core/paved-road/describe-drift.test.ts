import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeDrift } from "../../../src/core/paved-road/describe-drift.ts";

const base =
  "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule: { interval: weekly }\n";
const daily = base.replace("weekly", "daily");

describe("how a file drifted", () => {
  it("names the nearest version, and shows what the template has and what the file has", () => {
    const own = daily.replace("directory: /", "directory: /web");
    expect(
      describeDrift(own, [
        { tag: "v1.0.0", text: base },
        { tag: "v2.0.0", text: daily },
        { tag: "v3.0.0", text: "another: text\n" },
      ]),
    ).toEqual({
      version: "v2.0.0",
      linesAdded: 1,
      linesRemoved: 1,
      difference: `@@ -3,3 +3,3 @@
   - package-ecosystem: npm
-    directory: /
+    directory: /web
     schedule: { interval: daily }`,
    });
  });

  it("takes the newest of versions that are equally near, in whatever order they come", () => {
    const versions = ["v1.9.0", "v1.10.0", "v1.2.0"].map((tag) => ({ tag, text: base }));
    for (const order of [versions, versions.toReversed()]) {
      expect(describeDrift(daily, order)?.version).toBe("v1.10.0");
    }
  });

  it("says where line ends alone differ, and compares texts without them", () => {
    const windows = `\uFEFF${base.replaceAll("\n", "\r\n")}`;
    expect(describeDrift(windows, [{ tag: "v1", text: base }])).toEqual({
      version: "v1",
      linesAdded: 0,
      linesRemoved: 0,
      difference: "Only line ends, or a byte order mark, differ.",
    });
    expect(describeDrift(windows, [{ tag: "v1", text: daily }])).toMatchObject({ linesAdded: 1 });
  });

  it.each([
    ["there is no version", "a\n", []],
    ["the file is binary", "a\u0000", [{ tag: "v1", text: "a\n" }]],
    ["the version is binary", "a\n", [{ tag: "v1", text: "a\u0000" }]],
    ["the file is huge", "x".repeat(100_001), [{ tag: "v1", text: "a\n" }]],
    [
      "too much differs",
      Array.from({ length: 3_000 }, (_, line) => `${line}\n`).join(""),
      [{ tag: "v1", text: "a\n".repeat(3_000) }],
    ],
  ])("says nothing where %s", (_, own, versions) => {
    expect(describeDrift(own, versions)).toBeNull();
  });

  it("shows at most 20 changed lines and 2 KB", () => {
    const lines = (word: string) => Array.from({ length: 60 }, (_, line) => `${word} ${line}\n`).join("");
    const { difference } = describeDrift(lines("own"), [{ tag: "v1", text: lines("theirs") }])!;
    expect(difference.split("\n").filter((line) => /^[-+]/.test(line))).toHaveLength(20);
    expect(difference.endsWith("\n…")).toBe(true);
    const wide = describeDrift(`${"wide ".repeat(2_000)}\n`, [{ tag: "v1", text: "a\n" }])!;
    expect(new TextEncoder().encode(wide.difference).length).toBeLessThanOrEqual(2_048);
    expect(wide).toMatchObject({ linesAdded: 1, linesRemoved: 1 });
  });

  it.each([
    "password: hunter2",
    `${"word ".repeat(100)}hunter2`,
    "  api_key = 'hunter2'",
    "DB_PASSWORD=hunter2",
    '- { name: x, token: "hunter2" }',
    "run: curl --token hunter2 https://example.org",
    "url: https://me:hunter2@example.org/",
    "url: https://hunter2@example.org/",
    "PGPASS=hunter2",
    "_auth=hunter2",
    "run: curl -u me:hunter2 https://example.org",
    "run: curl -H 'Authorization: Bearer hunter2'",
    "ENV MYSQL_ROOT_PASSWORD hunter2",
    "<password>hunter2</password>",
    '<add key="Password" value="hunter2" />',
    "secrets:\n  whatever: hunter2",
    "secrets:\n  - hunter2",
    "private_key: |\n  hunter2\n\n  hunter2",
    "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----",
    `text: ghp_hunter2${"a1".repeat(15)}`,
    "text: AKIAHUNTER2ABCDEFGHI",
    `text: Zm9vYmFyhunter2QUJDREVG`,
    `text: ${"0123456789abcdef".repeat(3)}hunter2`,
  ])("masks what may be a secret: %j", (text) => {
    const { difference } = describeDrift(`${text}\n`, [{ tag: "v1", text: "a: b\n" }])!;
    expect(difference.toLowerCase()).not.toContain("hunter2");
    expect(difference).toContain("•••");
    const reversed = describeDrift("a: b\n", [{ tag: "v1", text: `${text}\n` }])!;
    expect(reversed.difference.toLowerCase()).not.toContain("hunter2");
  });

  it.each([
    "id-token: write",
    "secrets: inherit",
    `token: \${{ secrets.NPM_TOKEN }}`,
    `uses: actions/checkout@${"1a".repeat(20)} # v4.2.2`,
    `image: node@sha256:${"1a".repeat(32)}`,
    "uses: acme/templates/.github/workflows/build-and-scan-everything.yml@v3",
    "runs-on: ubuntu-latest-16-cores-extra-large",
    "uses: docker://alpine@sha256:0123",
    "url: ssh://git@github.com/acme/shop",
    "author: me",
    "ARG TOKEN_FILE=true",
    "passed: 3",
  ])("leaves what is none: %s", (text) => {
    const { difference } = describeDrift(`${text}\n`, [{ tag: "v1", text: "a: b\n" }])!;
    expect(difference).toContain(`+${text}`);
  });

  it("never shows a line of a private key, wherever the change is", () => {
    const key = (body: string) =>
      `a: 1\n-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\nb: 2\n`;
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z]{5,30}$/), (body) => {
        const { difference } = describeDrift(key(`QQ${body}QQ`), [{ tag: "v1", text: key("x") }])!;
        expect(difference).not.toContain(`QQ${body}QQ`);
      }),
    );
  });

  it("compares what differs in a thousand lines, and no more", () => {
    const lines = (count: number, word: string) => `${word}\n`.repeat(count);
    const drift = (count: number) =>
      describeDrift(`same\n${lines(count, "own")}`, [{ tag: "v1", text: "same\n" }]);
    expect(drift(1_000)).toMatchObject({ linesAdded: 1_000 });
    expect(drift(1_001)).toBeNull();
  });

  it("finds the nearest version, and of two that are as near the newest, in whatever order they come", () => {
    const versions = [
      { tag: "v1.0.0", text: "a\nb\n" },
      { tag: "v1.1.0", text: "a\nc\n" },
      { tag: "v1.2.0", text: "x\ny\n" },
    ];
    for (const given of [versions, versions.toReversed()])
      expect(describeDrift("a\nd\n", given)).toMatchObject({ version: "v1.1.0" });
  });
});
