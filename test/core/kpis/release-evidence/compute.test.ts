import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import type { ReleaseEvidenceData } from "../../../../src/core/facts/observations.ts";
import { releaseEvidence } from "../../../../src/core/kpis/release-evidence/definition.ts";
import type { ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { measure } from "../../../../src/core/scorecard/measure.ts";
import {
  asset,
  releaseEvidenceFact,
  releaseFact,
  releasesListedFact,
  seen,
  unseen,
} from "../../../support/observations.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, kpiInput, window } from "../../../support/scorecard-input.ts";

const compute = (facts: readonly Fact[], given: Partial<ScorecardInput> = {}) =>
  releaseEvidence.compute(kpiInput(facts, given));

const read = (releaseId: number, data: Partial<ReleaseEvidenceData> = {}, at = day(releaseId)) =>
  releaseEvidenceFact({ releaseId, at, publishedAt: at, ...data });

/** Whether one release with this evidence has all of it; null: it cannot be judged or does not count. */
const judge = (data: Partial<ReleaseEvidenceData>, given: Partial<ScorecardInput> = {}) =>
  compute([read(1, data)], given).evidence[0]?.counted;

const nothingAttested = seen<readonly string[]>([]);

describe("release evidence", () => {
  it("is the share of published releases that have all that is required", () => {
    const computed = compute([
      read(1),
      read(2, { attested: nothingAttested }),
      read(3, { dependencyGraph: seen(false), attested: nothingAttested }),
      read(4, { assets: [asset("shop.tgz"), asset("shop.spdx.json")] }),
    ]);
    expect(computed).toMatchObject({
      outcome: "measured",
      value: 50,
      numerator: 2,
      denominator: 4,
      breakdown: [
        { label: "provenance missing", count: 2, of: 4, evidenceIds: ["v2", "v3"] },
        { label: "SBOM missing", count: 1, of: 4, evidenceIds: ["v3"] },
      ],
      beside: [
        { id: "sbom-attached", value: 1 },
        { id: "sbom-from-graph", value: 2 },
      ],
    });
    expect(computed.evidence[2]).toEqual({
      kind: "release",
      id: "v3",
      url: "https://github.com/acme/shop/releases/tag/v3",
      at: day(3),
      note: "no SBOM attached, and none from the dependency graph; no provenance or attestation for 1 of 1 software assets: shop.tgz",
      counted: false,
    });
    expect(releaseEvidence.advise(computed, kpiInput([]).config)).toEqual({
      text: "Attest the assets in the release workflow, beginning with v3.",
      why: "provenance missing: 2 of 4 releases; SBOM missing: 1 of 4 releases.",
      evidenceIds: ["v2", "v3"],
    });
  });

  it("does not apply where the window was seen and nothing was released in it", () => {
    expect(compute([])).toMatchObject({ outcome: "not-applicable", reasons: [{ code: "no-releases" }] });
  });

  it("is not measured where no release was seen in a window that was not", () => {
    expect(compute([], { coveredFrom: day(20) })).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "history-incomplete" }],
    });
    expect(compute([read(1)], { coveredFrom: day(20) })).toMatchObject({
      outcome: "measured",
      notes: [expect.stringContaining("known since")],
    });
  });

  it("does not apply where nothing is required", () => {
    const config = configWith({ releases: { evidence: [], prereleases: false } });
    expect(compute([read(1)], { config })).toMatchObject({
      outcome: "not-applicable",
      reasons: [{ code: "no-evidence-required" }],
    });
  });

  it.each<[string, Partial<ReleaseEvidenceData>, boolean | null]>([
    ["all software is attested", { assets: [asset("a"), asset("b")], attested: seen(["a", "b"]) }, true],
    ["one asset is not", { assets: [asset("a"), asset("b")], attested: seen(["a"]) }, false],
    [
      "signatures and checksums are not",
      {
        assets: [asset("a"), asset("a.asc"), asset("SHA256SUMS.txt"), asset("checksums.txt")],
        attested: seen(["a"]),
      },
      true,
    ],
    ["the SBOM is not", { assets: [asset("a"), asset("A.CDX.json")], attested: seen(["a"]) }, true],
    [
      "one provenance file speaks for all",
      { assets: [asset("a"), asset("b"), asset("multiple.intoto.jsonl")], attested: nothingAttested },
      true,
    ],
    [
      "a provenance file speaks for another asset",
      { assets: [asset("a"), asset("b"), asset("a.sigstore.json")], attested: nothingAttested },
      false,
    ],
    [
      "each has its own, or an attestation",
      { assets: [asset("a"), asset("b"), asset("a.sigstore.json")], attested: seen(["b"]) },
      true,
    ],
    ["there are no assets, and an SBOM", { assets: [], attested: nothingAttested }, true],
    ["there are no assets and no SBOM", { assets: [], dependencyGraph: seen(false) }, false],
    ["the dependency graph is off", { dependencyGraph: unseen(null, "feature-off") }, false],
    [
      "an SBOM is attached, and the graph is unseen",
      { assets: [asset("shop.tgz"), asset("sbom.json")], dependencyGraph: unseen("contents: read") },
      true,
    ],
    ["the graph is unseen", { dependencyGraph: unseen("contents: read") }, null],
    ["attestations are unseen", { attested: unseen("attestations: read") }, null],
    [
      "attestations are unseen, and provenance is attached",
      { assets: [asset("a"), asset("provenance.json")], attested: unseen("attestations: read") },
      true,
    ],
    [
      "attestations are unseen, and the SBOM is missing",
      { attested: unseen("attestations: read"), dependencyGraph: seen(false) },
      false,
    ],
    ["an asset has no digest to ask by", { assets: [asset("a", null)], attested: nothingAttested }, null],
    [
      "an asset has no digest, and another no attestation",
      { assets: [asset("a", null), asset("b")], attested: nothingAttested },
      false,
    ],
  ])("judges a release where %s", (_, data, expected) => {
    expect(judge(data)).toBe(expected);
  });

  it("is not measured while one release cannot be judged: the others are no honest share", () => {
    const computed = compute([read(1), read(2, { attested: unseen("attestations: read") })]);
    expect(computed).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: "Grant attestations: read." }],
      excluded: { "evidence cannot be seen": 1 },
    });
    const offline = compute([read(1, { attested: unseen(null, "not-available") })]);
    expect(offline).toMatchObject({ outcome: "not-measured", reasons: [{ code: "not-available" }] });
  });

  it("is not measured without its permissions", () => {
    const input = kpiInput([read(1)], { permissions: { contents: "read" } });
    expect(measure(releaseEvidence, input)).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining("attestations: read") }],
    });
  });

  it("leaves out what is no release, each with its count", () => {
    const facts = [
      read(1),
      read(2, { prerelease: true }),
      read(3),
      releaseFact({ releaseId: 3, at: day(3), action: "deleted" }),
      releaseFact({ releaseId: 4, at: day(4) }),
      releaseFact({ releaseId: 5, at: day(5), action: "created", draft: true, publishedAt: null }),
    ];
    const computed = compute(facts);
    expect(computed).toMatchObject({
      outcome: "measured",
      denominator: 1,
      excluded: { prerelease: 1, "deleted or unpublished": 1, "evidence not read yet": 1 },
      notes: [expect.stringContaining("one release was not read yet")],
    });
    expect(computed.evidence.map(({ id, counted }) => [id, counted])).toEqual([
      ["v1", true],
      ["v2", null],
      ["v3", null],
      ["v4", null],
    ]);
    const config = configWith({ releases: { evidence: ["sbom"], prereleases: true } });
    expect(compute(facts, { config })).toMatchObject({ denominator: 2 });
  });

  it("waits where the evidence of no release was read", () => {
    expect(compute([releaseFact({ at: day(4) })])).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "evidence-not-read" }],
      excluded: { "evidence not read yet": 1 },
    });
  });

  it("leaves a release out that has nothing to prove", () => {
    const config = configWith({ releases: { evidence: ["provenance"], prereleases: false } });
    expect(compute([read(1, { assets: [] })], { config })).toMatchObject({
      outcome: "not-applicable",
      excluded: { "no assets to prove": 1 },
    });
  });

  it("counts a release again that was unpublished and published anew", () => {
    const first = releaseFact({ at: day(1) });
    const draft = releaseFact({ at: day(2), action: "unpublished", draft: true, publishedAt: null });
    const again = releaseFact({ at: day(3) });
    const evidence = read(1, { publishedAt: day(1) }, day(1));
    expect(compute([first, draft, evidence])).toMatchObject({ excluded: { "deleted or unpublished": 1 } });
    expect(compute([first, draft, again, evidence])).toMatchObject({ denominator: 1 });
  });

  it("counts a release published exactly at the window's beginning, and none at its end", () => {
    const at = (publishedAt: number) => compute([read(1, { publishedAt }, day(10))]);
    expect(at(window.from)).toMatchObject({ denominator: 1 });
    expect(at(window.from - 1)).toMatchObject({ outcome: "not-applicable" });
    expect(at(window.to - 1)).toMatchObject({ denominator: 1 });
    expect(at(window.to)).toMatchObject({ outcome: "not-applicable" });
  });

  it("takes the last reading before the window's end, else the first one after it", () => {
    const publishedAt = day(5);
    const without = { publishedAt, attested: nothingAttested };
    const early = read(1, without, day(5));
    expect(compute([early, read(1, { publishedAt }, window.to - 1)])).toMatchObject({ value: 100 });
    expect(compute([early, read(1, { publishedAt }, window.to)])).toMatchObject({ value: 0 });
    const after = [read(1, without, window.to), read(1, { publishedAt }, window.to + 1)];
    expect(compute(after)).toMatchObject({ value: 0 });
  });

  it("gives the same answer for any order and repetition of the facts", () => {
    const facts = [
      read(1),
      read(1, { attested: nothingAttested }),
      read(2, { prerelease: true }),
      releaseFact({ releaseId: 2, at: day(2), prerelease: true }),
      releaseFact({ releaseId: 2, at: day(2), action: "released" }),
      releaseFact({ releaseId: 3, at: day(3) }),
      releaseFact({ releaseId: 3, at: day(3), action: "deleted" }),
    ];
    expectAnyOrderTheSame(facts, (shuffled) => compute(shuffled));
  });
});

describe("release evidence without deliveries", () => {
  const api = (facts: readonly Fact[]) => compute(facts, { source: "api" });
  const listed = (from: number, ...ids: number[]) =>
    releasesListedFact(
      seen({
        from,
        releases: ids.map((releaseId) => ({
          releaseId,
          tagName: `v${releaseId}`,
          publishedAt: day(releaseId),
          prerelease: false,
          url: null,
        })),
      }),
    );

  it("does not say that there was no release where none were listed", () => {
    expect(api([listed(window.from)])).toMatchObject({ outcome: "not-applicable" });
    expect(api([])).toMatchObject({ outcome: "not-measured", reasons: [{ code: "releases-not-read" }] });
    expect(api([releasesListedFact(unseen("contents: read"))])).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "releases-not-seen", text: "Grant contents: read." }],
    });
    expect(api([read(1), listed(window.from + 1, 1)])).toMatchObject({
      outcome: "not-measured",
      reasons: [{ text: expect.stringContaining("the window begins before it") }],
    });
  });

  it("tells releases that are listed and whose evidence was not read", () => {
    const facts = [read(1), listed(window.from, 1, 2)];
    expect(api(facts)).toMatchObject({ denominator: 1, excluded: { "evidence not read yet": 1 } });
    expect(api([listed(window.from, 2)])).toMatchObject({ reasons: [{ code: "evidence-not-read" }] });
    expectAnyOrderTheSame(facts, (shuffled) => api(shuffled));
  });
});
