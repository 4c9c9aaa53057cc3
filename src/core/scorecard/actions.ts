// The next things to do, chosen from a scorecard by the rules below, in this order, never more than five:
// open up what is hidden, revoke exposed secrets, the check that fails first most, rules not met, changes without a check,
// what is not set up yet.
import type { Config } from "../config/config.ts";
import type { KpiId } from "../kpis/measurement.ts";
import type { Action } from "./action.ts";
import { countOf } from "./format-value.ts";
import { speakableKpis } from "./public-kpis.ts";
import type { KpiResult, Scorecard } from "./scorecard.ts";

const mostActions = 5;
const mostLinks = 3;

type Step = Omit<Action, "owner">;
/** What one KPI gives cause to do; empty when nothing. */
type Rule = (kpi: KpiResult) => Step[];

const rules: readonly Rule[] = [
  openUp,
  onlyFor("secret-exposure", revokeSecrets),
  onlyFor("first-pass-rate", fixFirstFailure),
  onlyFor("template-adoption", meetRules),
  onlyFor("first-pass-rate", coverChanges),
  setUp,
];

/** At most five actions, most pressing first; none when nothing is to be done. The owner is the configured one. */
export function chooseActions(scorecard: Scorecard, config: Config): Action[] {
  const kpis = speakableKpis(scorecard);
  return rules
    .flatMap((rule) => kpis.flatMap(rule))
    .slice(0, mostActions)
    .map((step) => ({ ...step, owner: config.owner }));
}

function onlyFor(id: KpiId, rule: Rule): Rule {
  return (kpi) => (kpi.id === id ? rule(kpi) : []);
}

/** What hides a number that is wanted: somebody has to open it up. */
const hidden = new Set(["permission-missing", "feature-off"]);
/** What nobody has asked for yet: worth doing, but nothing is wrong. */
const notSetUp = new Set(["no-check-selected", "no-template-rules"]);

function openUp({ id, title, reasons }: KpiResult): Step[] {
  return reasons
    .filter(({ code }) => hidden.has(code))
    .map(({ text }) => ({ kpi: id, text: `Make "${title}" visible: ${text}`, why: null, links: [] }));
}

function setUp({ id, title, reasons }: KpiResult): Step[] {
  return reasons
    .filter(({ code }) => notSetUp.has(code))
    .map(({ text }) => ({ kpi: id, text: `Set up "${title}": ${text}`, why: null, links: [] }));
}

/** Named even when the rate itself is not known. */
function revokeSecrets(kpi: KpiResult): Step[] {
  const open = figure(kpi, "open");
  if (open.value === 0) return [];
  const valid = figure(kpi, "still-valid").value;
  const which = valid > 0 ? ` (${valid} still valid)` : "";
  return [
    {
      kpi: kpi.id,
      text: `Revoke the ${countOf(open.value, "newly exposed secret")} still open${which}, then resolve the alerts.`,
      why: null,
      links: linkTo(kpi, open.evidenceIds),
    },
  ];
}

/** Only where the target is missed: a check that fails now and then on an on-target repository is doing its work. */
function fixFirstFailure(kpi: KpiResult): Step[] {
  const top = kpi.breakdown[0];
  if (top === undefined || !missesTarget(kpi)) return [];
  return [
    {
      kpi: kpi.id,
      text: `Have ${top.label} run before review (editor, pre-commit hook), or fix its rules where they are wrong.`,
      why: `It failed first in ${top.count} of ${countOf(top.of, "failed change")}.`,
      links: linkTo(kpi, top.evidenceIds ?? []),
    },
  ];
}

function meetRules(kpi: KpiResult): Step[] {
  const unmet = kpi.breakdown.map(({ label }) => label);
  if (unmet.length === 0 || !missesTarget(kpi)) return [];
  const names = unmet.slice(0, mostLinks);
  const rest = unmet.length > names.length ? ` and ${unmet.length - names.length} more` : "";
  const places = kpi.evidence.filter(({ counted }) => counted === false).map(({ id }) => id);
  const text = `Take up the template rules not met yet: ${names.join("; ")}${rest}.`;
  return [{ kpi: kpi.id, text, why: null, links: linkTo(kpi, places) }];
}

function coverChanges(kpi: KpiResult): Step[] {
  const uncovered = figure(kpi, "no-security-check");
  if (uncovered.value === 0) return [];
  return [
    {
      kpi: kpi.id,
      text: "Add a security check, or select yours under checks.security.",
      why: `${countOf(uncovered.value, "change")} had none.`,
      links: linkTo(kpi, uncovered.evidenceIds),
    },
  ];
}

function figure({ beside }: KpiResult, id: string): { value: number; evidenceIds: readonly string[] } {
  const found = beside.find((each) => each.id === id);
  return { value: found?.value ?? 0, evidenceIds: found?.evidenceIds ?? [] };
}

function missesTarget({ status }: KpiResult): boolean {
  return status === "off-target" || status === "near";
}

/** The newest first: that is where somebody still remembers. */
function linkTo({ evidence }: KpiResult, ids: readonly string[]): Action["links"] {
  return evidence
    .filter(({ id }) => ids.includes(id))
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
    .flatMap(({ id, url }) => (url === null ? [] : [{ label: id, url }]))
    .slice(0, mostLinks);
}
