// SARIF of a hundred megabytes, within the memory that a small runner has to spare.
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeChange } from "./change-scene.ts";
import { annotationsOf, removeFolders, runAction } from "./run-action.ts";

removeFolders();

const megabytes = 100;
const resultBytes = 20_000;

/** Writes a log with one finding in a changed file, the last of many. */
async function writeLarge(path: string): Promise<void> {
  const file = createWriteStream(path);
  const write = (text: string) =>
    new Promise<void>((done, fail) => file.write(text, (error) => (error ? fail(error) : done())));
  await write('{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Loud"}},"results":[');
  const count = (megabytes * 1_000_000) / resultBytes;
  for (let index = 0; index < count; index++) {
    const uri = index === count - 1 ? "src/a.js" : `other/${index}.js`;
    const result = {
      ruleId: `rule-${index % 50}`,
      message: { text: "x".repeat(resultBytes) },
      locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } } }],
    };
    await write(`${index === 0 ? "" : ","}${JSON.stringify(result)}`);
  }
  await write("]}]}");
  await new Promise<void>((done) => file.end(done));
}

it("finds the one finding of a changed file in a hundred megabytes, in 128 MB of memory", async () => {
  const scene = makeChange({ change: { "src/a.js": "1\n" } });
  try {
    await writeLarge(join(scene.repository.path, "large.sarif"));
    const end = await runAction({
      event: "pull_request",
      payload: scene.payload,
      workspace: scene.repository.path,
      inputs: { sarif: "large.sarif", "fail-on": "new-finding" },
      environment: { GITHUB_SHA: scene.merge, NODE_OPTIONS: "--max-old-space-size=128" },
    });
    expect(end.err).toBe("");
    expect(annotationsOf(end).map(({ file }) => file)).toEqual(["src/a.js", undefined]);
    expect(end.code).toBe(1);
  } finally {
    scene.remove();
  }
}, 120_000);
