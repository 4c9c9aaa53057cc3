// The next things to do, chosen from a scorecard by the rules below, in this order, never more than five:
// mend what cannot be seen, revoke exposed secrets, the check that fails first most, rules not met, changes without a check.
import type { Config } from "../config/config.ts";
import type { Evidence, KpiId } from "../kpis/measurement.ts";
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
  mendReasons,
  onlyFor("secret-exposure", revokeSecrets),
  onlyFor("first-pass-rate", fixFirstFailure),
  onlyFor("template-adoption", meetRules),
  onlyFor("first-pass-rate", coverChanges),
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

/** Reasons that somebody can remove; the others pass by themselves or are no defect. */
const mendable = new Set(["permission-missing", "feature-off", "no-check-selected", "no-template-rules"]);

function mendReasons({ id, title, reasons }: KpiResult): Step[] {
  return reasons
    .filter(({ code }) => mendable.has(code))
    .map(({ text }) => ({ kpi: id, text: `Make "${title}" visible. ${text}`, links: [] }));
}

/** Open alerts, those still valid first. Named even when the rate itself is not known. */
function revokeSecrets({ id, evidence, beside }: KpiResult): Step[] {
  const open = evidence.filter(
    ({ kind, counted, note }) => kind === "alert" && counted === true && isOpen(note),
  );
  if (open.length === 0) return [];
  const valid = beside.find((figure) => figure.id === "still-valid")?.value ?? 0;
  const which = valid > 0 ? `, ${valid} of them still valid` : "";
  return [
    {
      kpi: id,
      text: `Revoke the ${countOf(open.length, "newly exposed secret")} still open${which}, then resolve the alerts.`,
      links: linkTo(open),
    },
  ];
}

function isOpen(note: string): boolean {
  return /, (open|still valid);/.test(note);
}

/** Only where the target is missed: a check that fails now and then on an on-target repository is doing its work. */
function fixFirstFailure({ id, status, breakdown, evidence }: KpiResult): Step[] {
  const top = breakdown[0];
  if (top === undefined || !missesTarget(status)) return [];
  const failed = evidence.filter(({ counted, note }) => counted === false && note.includes(top.label));
  return [
    {
      kpi: id,
      text: `Have ${top.label} run before review (editor, pre-commit hook), or fix its rules where they are wrong: it failed first in ${top.count} of ${countOf(top.of, "failed change")}.`,
      links: linkTo(failed),
    },
  ];
}

function meetRules({ id, status, evidence }: KpiResult): Step[] {
  const unmet = evidence.filter(({ counted }) => counted === false);
  if (unmet.length === 0 || !missesTarget(status)) return [];
  const names = unmet.slice(0, mostLinks).map((each) => each.id);
  const rest = unmet.length > names.length ? ` and ${unmet.length - names.length} more` : "";
  return [{ kpi: id, text: `Adopt what is not met yet: ${names.join(", ")}${rest}.`, links: linkTo(unmet) }];
}

function coverChanges({ id, beside, evidence }: KpiResult): Step[] {
  const uncovered = beside.find((figure) => figure.id === "no-security-check")?.value ?? 0;
  if (uncovered === 0) return [];
  const changes = evidence.filter(({ note }) => note === "left out: no security check");
  return [
    {
      kpi: id,
      text: `Add a security check, or select yours under checks.security: ${countOf(uncovered, "change")} had none.`,
      links: linkTo(changes),
    },
  ];
}

function missesTarget(status: KpiResult["status"]): boolean {
  return status === "off-target" || status === "near";
}

/** The newest first: that is where somebody still remembers. */
function linkTo(evidence: readonly Evidence[]): Action["links"] {
  return [...evidence]
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
    .flatMap(({ id, url }) => (url === null ? [] : [{ label: id, url }]))
    .slice(0, mostLinks);
}
