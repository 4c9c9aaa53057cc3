// Whether secret scanning was on: without it no alert means nothing.
import type { Fact } from "../../facts/fact.ts";
import type { Window } from "../measurement.ts";

/** What is known of secret scanning at the end of the window: the latest word on it, an alert or a scan being one too. */
export function scanningState(facts: readonly Fact[], { to }: Window): "on" | "off" | "unknown" {
  let known: { at: number; on: boolean } | null = null;
  for (const fact of facts) {
    const sign = scanningSign(fact);
    if (sign === null || sign.at >= to) continue;
    // Of two words in the same second the one that says it is on.
    if (known === null || sign.at > known.at || (sign.at === known.at && sign.on)) known = sign;
  }
  if (known === null) return "unknown";
  return known.on ? "on" : "off";
}

function scanningSign({ kind, occurredAt: at, data }: Fact): { at: number; on: boolean } | null {
  switch (kind) {
    case "secret-scan":
      return { at, on: true };
    case "secret-scanning-alert":
      return { at: data.createdAt, on: true };
    case "security-features":
      return switchOf(data.features, at);
    case "controls":
      return "seen" in data.features ? switchOf(data.features.seen, at) : null;
    case "findings-listed": {
      if (data.source !== "secret-scanning") return null;
      if ("seen" in data.listing) return { at, on: true };
      return data.listing.unseen.why === "feature-off" ? { at, on: false } : null;
    }
    default:
      return null;
  }
}

function switchOf(features: Readonly<Record<string, boolean>>, at: number) {
  if (!Object.hasOwn(features, "secret_scanning")) return null;
  return { at, on: features.secret_scanning === true };
}
