// A change of configuration as GitHub shows it: what it would do first, mistakes on their lines, bounded whatever its size.
import { describe, expect, it } from "vitest";
import type { ConfigurationNote } from "../../../src/core/simulation/review-configuration.ts";
import type { KpiChange, Simulation, SimulationState } from "../../../src/core/simulation/simulation.ts";
import { type RepositoryEffect, summarise } from "../../../src/core/simulation/summarise.ts";
import { annotateConfiguration, renderConfiguration } from "../../../src/render/check/check-configuration.ts";
import { renderCheckRun } from "../../../src/render/check/check-run.ts";
import { renderSimulation } from "../../../src/render/check/simulation.ts";
import { byteLength, limits } from "../../../src/render/fit.ts";
import { renderJson } from "../../../src/render/json.ts";
import { renderTerminalSimulation } from "../../../src/render/terminal/terminal-simulation.ts";
import { readAsGitHub, wouldBeLinked } from "../../support/github-markdown.ts";
import { hostileTexts } from "../../support/hostile-text.ts";
import { buildConfig } from "../../support/scorecards.ts";
import { buildCheckRunView } from "../../support/views.ts";

const path = ".github/firstpass.yml";
const place = { repositoryUrl: "https://github.com/acme/shop", headSha: "a".repeat(40) };
const at = Date.UTC(2026, 10, 21, 9, 30);

function note(given: Partial<ConfigurationNote> = {}): ConfigurationNote {
  return { path, line: 3, kind: "broken", message: 'unknown key "modes".', ...given };
}

const worse: KpiChange = {
  kpi: "first-pass-rate",
  verdict: "worse",
  before: { status: "on-target", value: 87.5, target: { op: ">=", value: 85, tolerance: 5 } },
  after: { status: "off-target", value: 87.5, target: { op: ">=", value: 95, tolerance: 0 } },
};
const better: KpiChange = {
  kpi: "risk-debt",
  verdict: "better",
  before: { status: "no-target", value: 12, target: null },
  after: { status: "on-target", value: 12, target: { op: "<=", value: 20, tolerance: 0 } },
};

function effect(repository: string, given: Partial<RepositoryEffect> = {}): RepositoryEffect {
  return {
    repository,
    affected: true,
    kpis: { looked: [], changes: [worse], sameStatus: 0 },
    settings: [{ key: "targets.first-pass-rate", before: ">= 85 %", after: ">= 95 %" }],
    groups: { enters: [], leaves: [] },
    refused: [],
    requestsToRead: 0,
    ...given,
  };
}

const few = summarise(
  [
    effect("acme/shop"),
    effect("acme/api", {
      kpis: { looked: [], changes: [worse, better], sameStatus: 2 },
      groups: { enters: ["payments"], leaves: [] },
      refused: [`${path}:2:1: mode: locked by acme/.github/firstpass.yml:4.`],
      requestsToRead: 1,
    }),
  ],
  40,
  at,
);

function many(count: number, name = (n: number) => `acme/r${n}`): Simulation {
  return summarise(
    Array.from({ length: count }, (_, n) => effect(name(n))),
    2000,
    at,
  );
}

describe("a simulation", () => {
  it("is told in a sentence, then row by row, then by what changes", () => {
    expect(renderSimulation(few)).toMatchInlineSnapshot(`
      "**Affects 2 of 40 repositories; 2 get worse: 2 × First-pass security check rate on target → off target; 1 gets better: 1 × Risk debt no target set → on target.**

      | Repository | KPI | Before | After |
      | :--- | :--- | :--- | :--- |
      | acme/api | First-pass security check rate | ✅ on target (87.5 %, target ≥ 85 %) | ❌ off target (87.5 %, target ≥ 95 %) |
      | acme/shop | First-pass security check rate | ✅ on target (87.5 %, target ≥ 85 %) | ❌ off target (87.5 %, target ≥ 95 %) |
      | acme/api | Risk debt | ➖ no target set (12 weighted days) | ✅ on target (12 weighted days, target ≤ 20) |

      ⏳ The rules look at what has not been read yet in 1 repository: until it is read, with at least 1 request to GitHub, the rules on it are not measured.

      Not in force any more, or wrong:

      - acme/api: \`.github/firstpass.yml:2:1\`: mode: locked by acme/.github/firstpass.yml:4.

      Groups:

      - \`payments\`: 1 repository enters (acme/api)

      Values that change:

      - \`targets.first-pass-rate\`: \`>= 85 %\` → \`>= 95 %\` in 2 repositories

      From stored facts, as of 2026-11-21 09:30 UTC. Nothing was posted."
    `);
  });

  it("is told by kind of change where there are many", () => {
    expect(renderSimulation(many(412))).toMatchInlineSnapshot(`
      "**Affects 412 of 2,000 repositories; 412 get worse: 412 × First-pass security check rate on target → off target.**

      | KPI | Before | After | Repositories | Among them |
      | :--- | :--- | :--- | :--- | :--- |
      | First-pass security check rate | ✅ on target | ❌ off target | 412 | acme/r0, acme/r1, acme/r10 |

      Values that change:

      - \`targets.first-pass-rate\`: \`>= 85 %\` → \`>= 95 %\` in 412 repositories

      From stored facts, as of 2026-11-21 09:30 UTC. Nothing was posted."
    `);
  });

  it("says where nothing changes, or no status", () => {
    expect(renderSimulation(summarise([], 2000, at))).toBe(
      "**Nothing changes: the same configuration is in force as before.**",
    );
    const quiet = effect("acme/shop", { kpis: { looked: [], changes: [], sameStatus: 3 }, settings: [] });
    expect(renderSimulation(summarise([quiet], 1, at))).toBe(
      "**Affects this repository; no KPI status changes, 3 values do.**\n\nFrom stored facts, as of 2026-11-21 09:30 UTC. Nothing was posted.",
    );
  });

  it("reads the same on a terminal, and in full as JSON", () => {
    expect(renderTerminalSimulation(few)).toMatchInlineSnapshot(`
      "Affects 2 of 40 repositories; 2 get worse: 2 × First-pass security check rate on target → off target; 1 gets better: 1 × Risk debt no target set → on target.
      ┌────────────┬────────────────────────────────┬──────────────────────────────────────┬──────────────────────────────────────────────┐
      │ Repository │ KPI                            │ Before                               │ After                                        │
      ├────────────┼────────────────────────────────┼──────────────────────────────────────┼──────────────────────────────────────────────┤
      │ acme/api   │ First-pass security check rate │ ✅ on target (87.5 %, target ≥ 85 %) │ ❌ off target (87.5 %, target ≥ 95 %)        │
      │ acme/shop  │ First-pass security check rate │ ✅ on target (87.5 %, target ≥ 85 %) │ ❌ off target (87.5 %, target ≥ 95 %)        │
      │ acme/api   │ Risk debt                      │ ➖ no target set (12 weighted days)  │ ✅ on target (12 weighted days, target ≤ 20) │
      └────────────┴────────────────────────────────┴──────────────────────────────────────┴──────────────────────────────────────────────┘
      The rules look at what has not been read yet in 1 repository: until it is read, with at least 1 request to GitHub, the rules on it are not measured.
      acme/api: .github/firstpass.yml:2:1: mode: locked by acme/.github/firstpass.yml:4.
      group payments, entering: acme/api
      targets.first-pass-rate: >= 85 % → >= 95 % in 2 repositories"
    `);
    expect(JSON.parse(renderJson(few))).toEqual(few);
  });

  it.each(hostileTexts)("pings nobody, links nothing and renders nothing of %j", (text) => {
    const hostile = summarise(
      [
        effect(text, {
          settings: [{ key: text, before: text, after: { [text]: text } }],
          groups: { enters: [text], leaves: [text] },
          refused: [text],
        }),
      ],
      9,
      at,
    );
    const seen = readAsGitHub(renderSimulation(hostile));
    expect(wouldBeLinked(seen.linkableText)).toBe(false);
    expect(seen.links).toEqual([]);
    const allowed = ["p", "strong", "ul", "li", "code", "table", "thead", "tbody", "tr", "th", "td"];
    expect(seen.tagNames.filter((name) => !allowed.includes(name))).toEqual([]);
    const terminal = renderTerminalSimulation(hostile);
    for (const character of ["\u001B", "\u202E", "\u0000"]) expect(terminal).not.toContain(character);
  });
});

describe("notes on a configuration", () => {
  it.each([
    ["advisory", "warning"],
    ["enforce", "failure"],
  ] as const)("are annotations, errors first, in %s mode as %s", (mode, level) => {
    const notes = [note({ kind: "doubt", line: 1 }), note({ kind: "refused", line: 8 })];
    expect(annotateConfiguration(notes, mode)).toMatchObject([
      { path, startLine: 8, endLine: 8, level, title: "This value would not be in force" },
      { startLine: 1, level: "notice", title: "This configuration should be looked at" },
    ]);
  });

  it("are listed below what the change would do, and cut in number", () => {
    const notes = Array.from({ length: 12 }, (_, line) => note({ line: line + 1 }));
    const text = renderConfiguration({ notes, simulation: { kind: "waiting" } }, place);
    expect(text).toMatch(/^#### Configuration in this change\n\n⏳ Simulating .*\n\n- ❌ error: /);
    expect(text).toMatch(/- and 2 more notes, on their lines$/);
    expect(renderConfiguration({ notes: [], simulation: null }, place)).toBe("");
  });

  it.each(["public", "fork"] as const)("say how to see what is not simulated: %s", (why) => {
    const simulation: SimulationState = { kind: "not-made", why };
    expect(renderConfiguration({ notes: [], simulation }, place)).toContain("`firstpass config simulate`");
  });
});

describe("a check run on a changed configuration", () => {
  const view = (notes: ConfigurationNote[], mode: "advisory" | "enforce") =>
    renderCheckRun(
      buildCheckRunView({ config: buildConfig({ mode }), configuration: { notes, simulation: null } }),
    );

  it.each([
    ["is no success with an error", [note()], "advisory", "neutral"],
    ["fails with an error when enforced", [note({ kind: "refused" })], "enforce", "failure"],
    ["is not held up by a warning", [note({ kind: "doubt" })], "enforce", "success"],
  ] as const)("%s", (_, notes, mode, conclusion) => {
    expect(view([...notes], mode).conclusion).toBe(conclusion);
  });

  it("is the same whatever the simulation says", () => {
    const made: SimulationState = { kind: "made", simulation: many(412) };
    const states: (SimulationState | null)[] = [null, made, { kind: "waiting" }];
    const seen = states.map((simulation) =>
      renderCheckRun(buildCheckRunView({ configuration: { notes: [], simulation } })),
    );
    expect(new Set(seen.map(({ conclusion, title }) => `${conclusion} ${title}`)).size).toBe(1);
  });

  it("never gets longer than GitHub allows", () => {
    const simulation = { kind: "made", simulation: many(30, (n) => `${"𝔸".repeat(3000)}${n}`) } as const;
    const notes = Array.from({ length: 300 }, () => note({ message: "𝔸".repeat(5000) }));
    const { summary, annotations } = renderCheckRun(
      buildCheckRunView({ configuration: { notes, simulation } }),
    );
    expect(byteLength(summary)).toBeLessThanOrEqual(limits.checkRunBodyBytes);
    expect(annotations).toHaveLength(100);
  });
});
