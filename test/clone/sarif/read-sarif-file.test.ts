// Files on disk: whole, broken, hostile and large.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type ReadSarifOptions, readSarifFile } from "../../../src/clone/sarif/read-sarif-file.ts";
import { readSarifFiles } from "../../../src/clone/sarif/read-sarif-files.ts";
import {
  madeSarif,
  plantedKey,
  plantedToken,
  readSarifText,
  sarifLog,
  sarifResult,
  understood,
} from "../../support/sarif.ts";

const folder = mkdtempSync(join(tmpdir(), "firstpass-sarif-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const whole = JSON.stringify(sarifLog({ results: [sarifResult()] }));
let made = 0;
const read = (content: string | Buffer, options: ReadSarifOptions = {}) => {
  const path = join(folder, `f${made++}.sarif`);
  writeFileSync(path, content);
  return readSarifFile(path, { name: "f.sarif", ...options });
};
const brokenBy = async (content: string | Buffer, options: ReadSarifOptions = {}): Promise<string> => {
  const reading = await read(content, options);
  return "broken" in reading ? reading.broken : "understood";
};

describe("a file that can be read", () => {
  it.each([
    ["UTF-8", Buffer.from(whole)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${whole}`)],
    ["UTF-16 of Windows' shells", Buffer.from(`\ufeff${whole}`, "utf16le")],
    ["UTF-16 without a mark", Buffer.from(whole, "utf16le")],
    ["UTF-16, the other way round", Buffer.from(`\ufeff${whole}`, "utf16le").swap16()],
    ["spaces around", Buffer.from(`\n \t${whole}\r\n\n`)],
  ])("may be %s", async (_, content) => {
    expect(understood(await read(content)).findings).toMatchObject([
      { ruleId: "R1", location: { path: "src/a.ts" } },
    ]);
  });

  it("is read alike in pieces of any length", () => {
    const text = madeSarif("trivy").replaceAll("Dockerfile", "D\\u00f6ck\\uD83D\\uDE00é😀");
    const once = readSarifText(text, { pieceLength: text.length });
    for (const pieceLength of [1, 2, 3, 7, 64, 255, 256, 257])
      expect(readSarifText(text, { pieceLength })).toEqual(once);
    expect(JSON.stringify(once)).toContain("Döck😀é😀");
  });

  it("may hold letters of several bytes where two pieces meet", async () => {
    for (let shift = 0; shift < 4; shift++) {
      const padding = " ".repeat(64 * 1024 - 60 + shift);
      const text = JSON.stringify(sarifLog({ results: [sarifResult({}, "😀é".repeat(20))] }));
      const at = text.indexOf("😀");
      const content = `${text.slice(0, 1)}${padding.slice(at)}${text.slice(1)}`;
      expect(understood(await read(content)).findings[0]?.location.path).toBe("😀é".repeat(20));
    }
  });
});

describe("a file that cannot be used", () => {
  const gz = gzipSync(whole);
  it.each([
    ["is empty", "", "It is empty"],
    ["holds spaces alone", "  \n", "holds no JSON"],
    ["was cut", whole.slice(0, -3), "ends in the middle"],
    ["was cut in a string", whole.slice(0, 12), "ends in the middle"],
    ["is damaged", whole.replace(":", "="), "not valid JSON"],
    ["is text", "no findings\n", "holds no JSON"],
    ["is a longer text", "The tool has found nothing at all.\n", "not valid JSON"],
    ["is several documents", `${whole}\n${whole}`, "more than one JSON document"],
    ["is XML", '<?xml version="1.0"?><x/>', "XML or HTML"],
    ["is gzip", gz, "compressed by gzip. Unpack"],
    ["is gzip as the API takes it", gz.toString("base64"), "Base64"],
    ["is a ZIP archive", Buffer.from("PK\u0003\u0004abc"), "ZIP"],
    ["is a list", "[]", "it is a list"],
    ["is a word", '"sarif"', "a single value"],
    ["is a number", "12", "a single value"],
    ["is null", "null", "a single value"],
    ["is another object", '{"a":1}', "has no list of runs"],
    ["has runs that are no list", '{"version":"2.1.0","runs":{}}', "has no list of runs"],
    [
      "has only begun",
      '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0"}',
      "has no runs",
    ],
    ["is SARIF 1.0", '{"version":"1.0.0","runs":[{"tool":{"name":"x"}}]}', "another version (1.0.0)"],
    [
      "says its version last",
      '{"runs":[],"version":"2.0.0-csd.2.beta.2019-01-24"}',
      "another version (2.0.0)",
    ],
    [
      "has an older schema alone",
      '{"$schema":"http://json.schemastore.org/sarif-1.0.0","runs":[]}',
      "another version",
    ],
    ["is Trivy's own", '{"SchemaVersion":2,"Results":[]}', '"--format sarif"'],
    ["is Grype's own", '{"matches":[],"source":{},"descriptor":{}}', '"-o sarif"'],
    ["is Semgrep's own", '{"errors":[],"paths":{},"results":[]}', '"--sarif"'],
    ["is a bill of materials", '{"bomFormat":"CycloneDX","specVersion":"1.5"}', "bill of materials"],
    [
      "has results twice",
      '{"version":"2.1.0","runs":[{"results":[],"results":[]}]}',
      '"results" stands twice',
    ],
    ["has runs twice", '{"version":"2.1.0","runs":[],"runs":[]}', '"runs" stands twice'],
    ["is a bomb of depth", `{"a":${"[".repeat(300_000)}`, "nested more than 1000 deep"],
  ])("%s", async (_, content, words) => {
    expect(await brokenBy(content)).toContain(words);
  });

  it("is refused when it is too large or holds too many results", async () => {
    expect(await brokenBy(whole, { maximumBytes: 20 })).toContain("larger than 20 bytes");
    expect(await brokenBy(whole, { maximumBytes: whole.length })).toBe("understood");
    const two = JSON.stringify(sarifLog({ results: [sarifResult(), sarifResult()] }));
    expect(await brokenBy(two, { maximumResults: 1 })).toContain("more than 1 results");
    expect(await brokenBy(two, { maximumResults: 2 })).toBe("understood");
  });

  it("may be a folder, a pipe, missing, or a link that leads nowhere", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    symlinkSync("nowhere", join(folder, "link"));
    const words = await Promise.all(
      [folder, pipe, join(folder, "missing"), join(folder, "link"), join(pipe, "x")].map((path) =>
        readSarifFile(path),
      ),
    );
    expect(words.map((reading) => "broken" in reading && reading.broken)).toEqual([
      "It is a folder. Name the SARIF files in it.",
      "It is no regular file.",
      "There is no such file.",
      "There is no such file.",
      "There is no such file.",
    ]);
  });

  it("is never repeated in what is said of it", async () => {
    for (const content of [
      `{"version":"${plantedToken}","runs":[]}`,
      `{"${plantedToken}":`,
      `[${plantedKey}]`,
      plantedToken,
    ])
      expect(await brokenBy(content)).not.toMatch(/ghp_|AKIA/);
  });

  it("never throws and never hangs, wherever it is cut or changed", async () => {
    const text = madeSarif("gitleaks");
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length),
        fc.nat(40),
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.json(),
          fc.constantFrom("{", "[", '"', "null", "\\", "\u0000", "-1e9"),
        ),
        fc.boolean(),
        async (at, removed, put, cut) => {
          const changed = text.slice(0, at) + put + (cut ? "" : text.slice(at + removed));
          const reading = await read(changed);
          const words = JSON.stringify(reading);
          expect("broken" in reading || Array.isArray(reading.findings)).toBe(true);
          expect(words).not.toContain(plantedToken);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("never throws, whatever stands where something else should", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 3 }),
        fc.jsonValue({ maxDepth: 3 }),
        fc.constantFrom(
          "tool",
          "results",
          "artifacts",
          "invocations",
          "originalUriBaseIds",
          "versionControlProvenance",
        ),
        (a, b, key) => {
          const result = {
            ruleId: a,
            rule: b,
            locations: [a],
            properties: b,
            partialFingerprints: a,
            suppressions: b,
          };
          const reading = readSarifText(
            JSON.stringify(sarifLog({ results: [result, a, sarifResult()], [key]: b })),
          );
          expect("broken" in reading || reading.runs.length === 1).toBe(true);
        },
      ),
    );
  });
});

describe("a large file", () => {
  it("costs no memory for a string of 50 MB, and keeps none of it", async () => {
    const path = join(folder, "large.sarif");
    const head = `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T"}},"results":[{"ruleId":"R1","message":{"text":"`;
    writeFileSync(path, head);
    // Digits of a hole in the file would be no JSON: real letters are written.
    const piece = "x".repeat(1_000_000);
    for (let at = 0; at < 50; at++) writeFileSync(path, piece, { flag: "a" });
    writeFileSync(path, `"},"${"k".repeat(300_000)}":1${"0".repeat(300_000)}}]}]}`, { flag: "a" });
    const before = process.memoryUsage();
    let most = 0;
    const watch = setInterval(() => {
      const now = process.memoryUsage();
      most = Math.max(most, now.heapUsed - before.heapUsed + now.external - before.external);
    }, 1);
    const reading = understood(await readSarifFile(path));
    clearInterval(watch);
    expect(reading.findings).toHaveLength(1);
    expect(JSON.stringify(reading).length).toBeLessThan(1000);
    // Each letter held would be a byte at least; the parser's own waste is below a third of that.
    expect(most).toBeLessThan(45_000_000);
  }, 60_000);

  it("is not read beyond the limit", async () => {
    const path = join(folder, "hole.sarif");
    writeFileSync(path, '{"runs":[');
    truncateSync(path, 3_000_000_000);
    expect(await readSarifFile(path, { name: "h" })).toMatchObject({
      broken: expect.stringContaining("1000 MB"),
    });
  });
});

describe("files that are named", () => {
  const top = join(folder, "named");
  const put = (name: string, content = whole) => {
    mkdirSync(join(top, name, ".."), { recursive: true });
    writeFileSync(join(top, name), content);
  };
  put("out/b.sarif");
  put("out/a.SARIF.json", "{");
  put("out/deep/c.sarif");
  put("out/other.json");
  put("out/.git/d.sarif");
  put("empty/x.txt");
  put("odd*.sarif");
  put("elsewhere.sarif");
  symlinkSync(join(top, "elsewhere.sarif"), join(top, "out/link.sarif"));
  symlinkSync(top, join(top, "out/loop"));
  const names = async (...given: string[]) =>
    (await readSarifFiles(given, { folder: top })).map((one) =>
      "broken" in one ? `${one.file}: ${one.broken}` : one.file,
    );
  const cut =
    "out/a.SARIF.json: It ends in the middle: the tool did not finish writing it, or the file was cut. Run the tool again.";

  it("may be folders, without links and without .git", async () => {
    expect(await names("out")).toEqual([cut, "out/b.sarif", "out/deep/c.sarif"]);
  });

  it("may be patterns, or be called like one", async () => {
    expect(await names("out/**/*.sarif")).toEqual(["out/b.sarif", "out/deep/c.sarif"]);
    expect(await names("odd*.sarif")).toEqual(["odd*.sarif"]);
  });

  it("are told where nothing is found", async () => {
    expect(await names("empty", "none/*.sarif", "none.sarif")).toEqual([
      "empty: There is no *.sarif or *.sarif.json file in this folder.",
      "none.sarif: There is no such file.",
      "none/*.sarif: No file matches this pattern.",
    ]);
  });

  it("are read once, in an order of their names, and a broken one does not stop the others", async () => {
    const expected = [cut, "out/b.sarif", "out/deep/c.sarif", "out/link.sarif"];
    const given = ["out/link.sarif", "out/deep/c.sarif", "out", "./out/b.sarif"];
    expect(await names(...given)).toEqual(expected);
    expect(await names(...given.toReversed())).toEqual(expected);
  });

  it("outside of the folder are called by their whole path", async () => {
    const path = join(folder, "outside.sarif");
    writeFileSync(path, whole);
    expect(await names("../outside.sarif", path)).toEqual([path]);
  });
});
