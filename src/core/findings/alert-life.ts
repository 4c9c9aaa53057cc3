// What facts tell of one alert → its life: transitions by time, each once, however often and in whatever order it was told.
import { canonicalJson } from "../canonical-json.ts";
import type { Closure, FindingState, FindingTransition } from "./finding.ts";
import { orderTold } from "./order-told.ts";

/** One telling of a transition. Several facts may tell the same one, with more or less to say about it. */
export interface Telling {
  readonly at: number;
  /** `appeared`: seen on the branch. It opens what was fixed there, and changes nothing else. */
  readonly what: "fixed" | "dismissed" | "reopened" | "reintroduced" | "appeared";
  readonly closure: Closure | null;
  readonly reason: string | null;
  readonly byId: number | null;
}

/** A telling that needs no reason. */
export function tell(what: Exclude<Telling["what"], "dismissed">, at: number): Telling {
  return { at, what, closure: null, reason: null, byId: null };
}

/**
 * The life of an alert that began, open, at `beganAt`. Where it had been dismissed before that, on another branch, it is
 * dismissed from its beginning. A closing told again at a later time stands over the earlier one.
 */
export function foldLife(beganAt: number, tellings: readonly Telling[]): FindingTransition[] {
  const ordered = orderTold(mergeTellings(tellings), ({ at, what, closure, reason, byId }) => ({
    at,
    effect: what === "appeared" ? "tells" : what === "fixed" || what === "dismissed" ? "closes" : "opens",
    text: canonicalJson([what, closure, reason, byId]),
  }));
  const earlier = ordered.filter(({ at }) => at < beganAt).at(-1);
  const inherited = earlier?.what === "dismissed" ? [{ ...earlier, at: beganAt }] : [];
  const life: FindingTransition[] = [
    { at: beganAt, state: "open", what: "created", closure: null, reason: null, byId: null },
  ];
  for (const telling of [...inherited, ...ordered.filter(({ at }) => at >= beganAt)]) {
    const next = transitionOf(telling, life.at(-1));
    if (next !== null) life.push(next);
  }
  return life;
}

function transitionOf(telling: Telling, last: FindingTransition | undefined): FindingTransition | null {
  const { what, ...rest } = telling;
  if (what === "appeared")
    return last?.state === "fixed" ? { ...rest, what: "reopened", state: "open" } : null;
  const state = stateAfter(what);
  // Reopened right after its creation, its closing was missed; after a reopening, it may be the same one told by a list.
  if (state === "open" && last?.state === "open" && last.what !== "created") return null;
  const again = what === "dismissed" && last?.state === "dismissed" && last.reason === telling.reason;
  return again && last.closure === telling.closure ? null : { ...rest, what, state };
}

function stateAfter(what: Exclude<Telling["what"], "appeared">): FindingState {
  return what === "fixed" || what === "dismissed" ? what : "open";
}

/** The same change at the same time is one; it keeps the most that was told of it. */
function mergeTellings(tellings: readonly Telling[]): Telling[] {
  const groups = Map.groupBy(tellings, ({ at, what }) => `${at} ${what}`);
  return [...groups.values()].flatMap((group) => {
    const [best] = [...group].sort((a, b) => knows(b) - knows(a) || (text(a) < text(b) ? -1 : 1));
    if (best === undefined) return [];
    const byIds = group.flatMap(({ byId }) => byId ?? []);
    return [{ ...best, byId: best.byId ?? (byIds.length === 0 ? null : Math.min(...byIds)) }];
  });
}

function knows({ reason, closure, byId }: Telling): number {
  const known = closure !== null && closure !== "unknown";
  return (known ? 4 : 0) + (reason === null ? 0 : 2) + (byId === null ? 0 : 1);
}

function text(telling: Telling): string {
  return canonicalJson(telling);
}
