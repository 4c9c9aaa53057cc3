import { describe, expect, it } from "vitest";
import { findingsOf, plantedToken, readLogValue, sarifLog, sarifResult } from "../../support/sarif.ts";

const rule = (id: string, more: object = {}) => ({ id, ...more });
const scored = (score: unknown) => ({ properties: { "security-severity": score } });
const driver = (rules: readonly object[], more: object = {}) => ({
  tool: { driver: { name: "Tool", rules }, ...more },
});

describe("the rule of a result", () => {
  const rules = [rule("R0", scored("9.5")), rule("R1", scored("4.0")), rule("CA1000", scored("7.0"))];
  it.each([
    ["its id", { ruleId: "R1" }, "R1", "medium"],
    ["its index", { ruleId: undefined, ruleIndex: 0 }, "R0", "critical"],
    ["a reference", { ruleId: undefined, rule: { index: 0 } }, "R0", "critical"],
    ["a reference by id", { ruleId: undefined, rule: { id: "R0" } }, "R0", "critical"],
    ["a part of it", { ruleId: "CA1000/2" }, "CA1000/2", "high"],
    ["its id where the index is of another", { ruleId: "R1", ruleIndex: 0 }, "R1", "medium"],
    ["no rule that is listed", { ruleId: "X" }, "X", null],
    ["nothing at all", { ruleId: undefined }, "unknown rule", null],
  ])("is found by %s", (_, result, ruleId, severity) => {
    expect(findingsOf([sarifResult(result)], driver(rules))).toMatchObject([
      { ruleId, securitySeverity: severity },
    ]);
  });

  it("may be listed after the results, in an extension, and with an id that stands twice", () => {
    const extensions = [
      { name: "pack-a", rules: [rule("R1", scored("1"))] },
      { name: "pack-b", rules: [rule("R1", scored("5")), rule("R1", scored("9"))] },
    ];
    const results = [
      sarifResult({ rule: { index: 1, toolComponent: { index: 1 } } }, "a"),
      sarifResult({ rule: { index: 0, toolComponent: { name: "pack-b" } } }, "b"),
      sarifResult({ rule: { index: 0, toolComponent: { index: 0 } } }, "c"),
    ];
    const log = { runs: [{ results, tool: { driver: { name: "T" }, extensions } }], version: "2.1.0" };
    expect(readLogValue(log).findings.map((f) => f.securitySeverity)).toEqual(["critical", "medium", "low"]);
  });
});

describe("the severity", () => {
  it.each([
    ["10.0", "critical"],
    ["9.0", "critical"],
    [8.95, "high"],
    ["7.0", "high"],
    [4, "medium"],
    ["3.9", "low"],
    [0.1, "low"],
    ["0.0", null],
    ["10.1", null],
    [-1, null],
    ["HIGH", null],
    ["", null],
    [true, null],
    [null, null],
    ["1e1", null],
  ])("of score %j is %s", (score, severity) => {
    expect(findingsOf([sarifResult()], driver([rule("R1", scored(score))]))).toMatchObject([
      { securitySeverity: severity },
    ]);
    expect(findingsOf([sarifResult(scored(score))])).toMatchObject([{ securitySeverity: severity }]);
  });

  it("of the result goes before that of its rule", () => {
    expect(findingsOf([sarifResult(scored("9.1"))], driver([rule("R1", scored("2"))]))).toMatchObject([
      { securitySeverity: "critical" },
    ]);
  });
});

describe("the level", () => {
  const error = rule("R1", { defaultConfiguration: { level: "error" } });
  const overrides = (id: string) => ({
    invocations: [{ ruleConfigurationOverrides: [{ descriptor: { id }, configuration: { level: "note" } }] }],
  });
  it.each([
    ["warning where nobody says one", {}, {}, "warning"],
    ["its rule's default", {}, driver([error]), "error"],
    ["its own", { level: "note" }, driver([error]), "note"],
    ["its rule's where its own is no word of the standard", { level: "high" }, driver([error]), "error"],
    ["the invocation's in place of the default", {}, { ...driver([error]), ...overrides("R1") }, "note"],
    ["the invocation's for a rule that is not listed", {}, overrides("R1"), "note"],
    [
      "the default where the invocation speaks of another rule",
      {},
      { ...driver([error]), ...overrides("R2") },
      "error",
    ],
    ["its own before the invocation's", { level: "warning" }, overrides("R1"), "warning"],
  ])("is %s", (_, result, run, level) => {
    expect(findingsOf([sarifResult(result)], run)).toMatchObject([{ level }]);
  });
});

describe("what counts", () => {
  it("is what failed, and not what passed, waits for a person or is gone", () => {
    const kinds = ["fail", "FAIL", "pass", "open", "review", "informational", "notApplicable", "strange"];
    const results = kinds.map((kind, at) => sarifResult({ kind }, `f${at}`));
    const reading = readLogValue(
      sarifLog({ results: [...results, sarifResult({ baselineState: "absent" })] }),
    );
    expect(reading.findings.map((f) => f.location.path)).toEqual(["f0", "f1", "f7"]);
    expect(reading.runs[0]?.leftOut).toEqual({
      pass: 1,
      open: 1,
      review: 1,
      informational: 1,
      notApplicable: 1,
      absent: 1,
    });
  });

  it.each([
    [[{ kind: "inSource" }], true],
    [[{ kind: "external", status: "accepted" }], true],
    [[{ status: "accepted" }, { status: "underReview" }], false],
    [[{ status: "rejected" }], false],
    [[], false],
    [[null], false],
    [null, false],
  ])("is suppressed by %j: %s", (suppressions, suppressed) => {
    expect(findingsOf([sarifResult({ suppressions })])).toMatchObject([{ suppressed }]);
  });

  it("keeps what a comparison says", () => {
    const states = ["new", "unchanged", "updated", "other", undefined];
    const found = findingsOf(states.map((baselineState, at) => sarifResult({ baselineState }, `f${at}`)));
    expect(found.map((f) => f.baselineState)).toEqual(["new", "unchanged", "updated", null, null]);
  });

  it("is one finding where the same result stands twice, and two where the column differs", () => {
    const at = (startColumn: number) => ({
      locations: [
        { physicalLocation: { artifactLocation: { uri: "a" }, region: { startLine: 1, startColumn } } },
      ],
    });
    const results = [sarifResult(at(1)), sarifResult(at(1)), sarifResult(at(9))];
    expect(findingsOf(results)).toHaveLength(2);
    const twice = readLogValue({
      version: "2.1.0",
      runs: [0, 1].map(() => ({ tool: { driver: { name: "T" } }, results })),
    });
    expect([twice.findings.length, ...twice.runs.map((run) => run.findings)]).toEqual([2, 2, 2]);
  });

  it("is told apart outside of the repository, and where there is no file", () => {
    const results = [sarifResult({}, "/x/a"), sarifResult({}, "/y/a"), sarifResult({}, "/y/a")];
    const logical = ["A", "B"].map((name) => sarifResult({ locations: [{ logicalLocations: [{ name }] }] }));
    expect(findingsOf([...results, ...logical])).toHaveLength(4);
  });

  it("has a fingerprint that stays when lines move, if the log gives one", () => {
    const moved = (hash: string | undefined, line: number) =>
      findingsOf([
        sarifResult({ partialFingerprints: { primaryLocationLineHash: hash, other: "x" } }, "a", line),
      ])[0]?.fingerprint;
    expect(moved("39fa2ee980eb94b0:1", 1)).toBe(moved("39fa2ee980eb94b0:1", 5));
    expect(moved("39fa2ee980eb94b0:1", 1)).not.toBe(moved("39fa2ee980eb94b0:2", 1));
    expect(moved(undefined, 1)).not.toBe(moved(undefined, 5));
    expect(moved("requires login", 1)).toBe(moved(undefined, 1));
  });
});

describe("a run", () => {
  it.each([
    ["ended well where nothing is said", {}, true],
    ["did not end well where it says so", { invocations: [{ executionSuccessful: false }] }, false],
    [
      "did not end well where one of its invocations did not",
      { invocations: [{ executionSuccessful: true }, { executionSuccessful: "false" }] },
      false,
    ],
    ["shows nothing where it has no list of results", { results: undefined }, false],
    ["shows nothing where its results are null", { results: null }, false],
  ])("%s", (_, run, successful) => {
    expect(readLogValue(sarifLog(run)).runs).toMatchObject([{ successful, findings: 0 }]);
  });

  it.each([
    [[{ revisionId: "AB".repeat(20) }], "ab".repeat(20)],
    [[{ revisionId: "ab".repeat(20) }, { revisionId: "ab".repeat(20) }], "ab".repeat(20)],
    [[{ revisionId: "ab".repeat(20) }, { revisionId: "cd".repeat(20) }], null],
    [[{ revisionId: "v1.2" }], null],
    [[], null],
  ])("looked at the commit of %j", (versionControlProvenance, revisionId) => {
    expect(readLogValue(sarifLog({ versionControlProvenance })).runs).toMatchObject([{ revisionId }]);
  });

  it("tells what it kept elsewhere", () => {
    const log = sarifLog({ externalPropertyFileReferences: { results: [{ location: { uri: "r.json" } }] } });
    expect(readLogValue(log).notes).toHaveLength(1);
    expect(readLogValue({ ...log, inlineExternalProperties: [] }).notes).toHaveLength(2);
  });

  it("has names in one line, without tokens and without what turns text around", () => {
    const name = `To\u202eol\n ${plantedToken}`;
    const { runs, findings } = readLogValue(
      sarifLog({
        tool: {
          driver: {
            name,
            version: "1\n2",
            rules: [rule("R1", { shortDescription: { text: `${plantedToken}\u0007 t` } })],
          },
        },
        results: [sarifResult({ ruleId: `R1/${plantedToken}` }, `src/${plantedToken}/a`)],
      }),
    );
    expect(runs).toMatchObject([{ tool: `To ol ${"*".repeat(40)}`, toolVersion: "1 2" }]);
    expect(JSON.stringify(findings)).not.toContain(plantedToken);
    expect(findings[0]?.ruleTitle).toBe(`${"*".repeat(40)} t`);
  });
});

describe("what cannot be understood", () => {
  it("is counted, with a few examples, and does not hide the rest", () => {
    const reading = readLogValue(sarifLog({ results: [null, 1, "x", [], true, sarifResult(), 7] }));
    expect(reading.findings).toHaveLength(1);
    expect(reading.unread.count).toBe(6);
    expect(reading.unread.examples).toEqual([1, 2, 3, 4, 5].map((n) => `Result ${n} of run 1 is no object.`));
  });

  it("may be null everywhere", () => {
    const nulls = {
      ruleId: null,
      rule: null,
      level: null,
      locations: [null],
      properties: null,
      fingerprints: null,
    };
    expect(
      findingsOf([nulls, { locations: null }, { locations: [{ physicalLocation: null }] }]),
    ).toHaveLength(1);
    expect(
      readLogValue({ version: "2.1.0", runs: [null, { tool: null, results: [sarifResult()] }] }),
    ).toMatchObject({
      unread: { count: 1 },
      runs: [{ tool: "unknown tool" }],
    });
  });

  it("may have numbers as strings and strings as numbers", () => {
    const region = { startLine: "12", endLine: "x" };
    const locations = [{ physicalLocation: { artifactLocation: { uri: "a" }, region } }];
    expect(
      findingsOf([{ ruleId: 5, ruleIndex: "0", locations }], driver([rule("5", scored(5))])),
    ).toMatchObject([{ ruleId: "5", securitySeverity: "medium", location: { startLine: 12, endLine: 12 } }]);
    for (const startLine of [0, -1, 1.5, 1e300]) {
      const odd = [{ physicalLocation: { artifactLocation: { uri: "a" }, region: { startLine } } }];
      expect(findingsOf([sarifResult({ locations: odd })])[0]?.location.startLine).toBeNull();
    }
  });

  it("may be called like parts of every object", () => {
    const text = `{"version":"2.1.0","__proto__":{"runs":1},"runs":[{"constructor":1,"tool":{"driver":{"name":"__proto__"}},
      "originalUriBaseIds":{"__proto__":{"uri":"evil/"}},"results":[{"__proto__":{"ruleId":"evil"},"ruleId":"toString",
      "partialFingerprints":{"__proto__":"x"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a","uriBaseId":"constructor"}}}]}]}]}`;
    expect(readLogValue(JSON.parse(text)).findings).toMatchObject([
      { ruleId: "toString", location: { path: "a" } },
    ]);
    expect(({} as Record<string, unknown>).runs).toBeUndefined();
  });
});
