// Findings whose severity nobody told: no SLA can be put to them, so that they are left out and counted.
import type { Reason } from "./measurement.ts";

export const severityNotKnown = "severity not known";

/** Keeps an empty population from being taken for none; nothing where every severity is known. */
export function whySeverityUnknown(count: number): Reason[] {
  if (count === 0) return [];
  const findings = count === 1 ? "One finding has" : `${count} findings have`;
  const text = `${findings} no severity that Firstpass knows: look at ${count === 1 ? "it" : "them"} on GitHub.`;
  return [{ code: "severity-unknown", text }];
}
