// Configuration files that mean harm: they cost nothing but themselves, the last good one stays in force, and the pull request says so.
import { createServer } from "node:http";
import net from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { HOUR } from "../../src/demo/organisation/place.ts";
import { closePolicyStages, openPolicyStage } from "../e2e/policy-scene.ts";
import { temporarySqlite } from "./hostile-stage.ts";

const good = 'version: 1\ntargets: { first-pass-rate: ">= 77 %" }\n';
const bomb = `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
  .split("")
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(",")}]`)
  .join("\n")}\n`;

const poisons = [
  ["an alias bomb", bomb],
  ["a tag of JavaScript", "version: 1\nowner: !!js/function 'function(){process.exit(1)}'\n"],
  ["a tag of its own", "version: !evil 1\n"],
  ["a megabyte", `version: 1\n# ${"x".repeat(1_000_000)}\n`],
  [
    "a hundred thousand keys",
    `version: 1\n${Array.from({ length: 30_000 }, (_, n) => `k${n}: 1`).join("\n")}\n`,
  ],
  ["nested without end", `version: 1\nowner: ${"[".repeat(20_000)}\n`],
  ["a key named __proto__", "version: 1\n__proto__: { targets: 1 }\nconstructor: { prototype: 1 }\n"],
  ["no YAML", "\u0000\u0001\uFFFE{{{{"],
] as const;

describe("a poisoned configuration", () => {
  closePolicyStages();

  test.each(poisons)(
    "fault 38: %s leaves the last good one in force, and a neutral check run says so",
    async (_, poison) => {
      const opened = await openPolicyStage(await temporarySqlite());
      const acme = opened.add({ repositories: [{ name: "shop", files: { ".github/firstpass.yml": good } }] });
      await acme.install();
      await opened.settle();
      const shop = acme.member("shop");
      const startedAt = performance.now();
      await shop.push({ ".github/firstpass.yml": poison });
      await opened.settle();
      const view = await shop.openPullRequest(1, { "a.txt": "1" });
      await shop.conclude(view, "success");
      await opened.settle();
      expect(performance.now() - startedAt).toBeLessThan(20_000);
      const run = shop.checkRun(view);
      expect(run.conclusion).toBe("neutral");
      expect(`${run.summary}${run.text}`).toMatch(/firstpass\.yml/);
      const config = (await shop.scorecard())?.config;
      expect(JSON.stringify(config?.targets)).toContain("77");
      expect(({} as Record<string, unknown>).targets).toBeUndefined();
    },
  );

  test.each([
    ["nested stars", "(a+)+$".repeat(20)],
    ["many stars", `${"*a".repeat(40)}b`],
    ["many double stars", `${"**/".repeat(60)}x`],
    ["braces", `${"{a,b}".repeat(12)}`],
    ["classes", "[a-z".repeat(200)],
  ])("fault 39: a pattern of %s holds nothing up", async (_, pattern) => {
    const opened = await openPolicyStage(await temporarySqlite());
    const text = `version: 1\nchecks: { include: [${JSON.stringify(pattern)}, "CodeQL"], exclude: [${JSON.stringify(pattern)}] }\n`;
    const acme = opened.add({ repositories: [{ name: "shop", files: { ".github/firstpass.yml": text } }] });
    await acme.install();
    await opened.settle();
    const shop = acme.member("shop");
    const startedAt = performance.now();
    const view = await shop.openPullRequest(1, { [`${"a".repeat(60)}/${"a".repeat(100)}.txt`]: "1" });
    await shop.conclude(view, "success");
    await opened.settle();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(shop.checkRun(view).title?.length).toBeGreaterThan(0);
  });
});

describe("addresses in a configuration", () => {
  closePolicyStages();

  test("fault 43: are never asked: every connection goes to GitHub", async () => {
    let asked = 0;
    const stranger = createServer((_, response) => {
      asked += 1;
      response.end("version: 1\n");
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void stranger.close());
    const address = stranger.address();
    const origin = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
    const text = `version: 1
owner: "${origin}/owner"
extends: "${origin}/policy.yml"
labels: { a: "${origin}" }
templates:
  rules:
    - { id: a, kind: reusable_workflow, uses: "${origin}/acme/ci/.github/workflows/a.yml", title: "${origin}" }
    - { id: b, kind: action, uses: "${origin}/x" }
    - { id: c, kind: base_image, images: ["${origin}/image:1"] }
    - { id: d, kind: library, ecosystem: npm, required: "${origin}/lib.tgz" }
    - { id: e, kind: file, path: SECURITY.md, template: "${origin}/t", minimum: v1 }
groups: [{ id: g, title: "${origin}", match: { repositories: ["${origin}/*"] } }]
`;
    const connected: string[] = [];
    const connect = net.Socket.prototype.connect;
    const spy = vi.spyOn(net.Socket.prototype, "connect").mockImplementation(function (
      this: net.Socket,
      ...given: unknown[]
    ) {
      connected.push(
        JSON.stringify(
          given.flat(2).find((part) => typeof part === "object" && part !== null && "port" in part) ?? given,
        ),
      );
      return Reflect.apply(connect, this, given);
    });
    onTestFinished(() => spy.mockRestore());
    const opened = await openPolicyStage(await temporarySqlite());
    const files = {
      ".github/firstpass.yml": text,
      "firstpass.yml": text,
      "package.json": `{"dependencies":{"a":"${origin}/a.tgz"}}`,
      Dockerfile: `FROM ${origin.slice(7)}/image:1\nADD ${origin}/file /\n`,
      ".github/workflows/a.yml": `on: push\njobs:\n  a:\n    uses: ${origin}/x/y.yml@v1\n`,
    };
    const acme = opened.add({
      repositories: [
        { name: ".github", files: { ".github/firstpass.yml": text, "firstpass.yml": text } },
        { name: "shop", files },
      ],
    });
    await acme.install();
    await opened.settle();
    const shop = acme.member("shop");
    await shop.push({ "README.md": "again" });
    const view = await shop.openPullRequest(1, { ...files, ".github/firstpass.yml": `${text}# changed\n` });
    await shop.conclude(view, "failure");
    opened.clock.now += HOUR;
    await opened.settle();
    expect(shop.local.checkRuns.size).toBe(1);
    expect(asked).toBe(0);
    const port = new URL(opened.stage.github.origin).port;
    const own = new URL(opened.stage.url).port;
    const elsewhere = connected.filter(
      (one) => !one.includes(`"${port}"`) && !one.includes(`:${port}`) && !one.includes(own),
    );
    expect(connected.length).toBeGreaterThan(0);
    expect(elsewhere).toEqual([]);
  });
});
