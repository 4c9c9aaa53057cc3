// In which order things told of one alert can have happened: by time, and within one second by what is possible.

/** `begins`: created; `tells`: changes no state; `closes`: fixed, dismissed, resolved; `opens`: reopened, reintroduced. */
export type Effect = "begins" | "tells" | "closes" | "opens";

export interface Told {
  /** GitHub's time, milliseconds UTC; GitHub tells whole seconds. */
  readonly at: number;
  readonly effect: Effect;
  /** Decides between two that could have happened in either order, so that the order of arrival cannot. */
  readonly text: string;
}

/**
 * Orders what was told of one alert. Within one second, first comes the creation, then what is only told of the alert, for it
 * may still tell the state before, then the change that is possible: an open alert is closed before it is reopened, a closed
 * one reopened before it is closed again. Does not change the list.
 */
export function orderTold<T>(items: readonly T[], read: (item: T) => Told): T[] {
  const byTime = Map.groupBy(
    items.map((item) => ({ item, told: read(item) })),
    ({ told }) => told.at,
  );
  const ordered: T[] = [];
  let open = true;
  for (const [, tied] of [...byTime].sort(([a], [b]) => a - b)) {
    tied.sort((a, b) => rank(a.told, open) - rank(b.told, open) || compareText(a.told.text, b.told.text));
    ordered.push(...tied.map(({ item }) => item));
    const last = tied.findLast(({ told }) => told.effect === "closes" || told.effect === "opens");
    if (last !== undefined) open = last.told.effect === "opens";
  }
  return ordered;
}

/** Lowest first. */
function rank({ effect }: Told, open: boolean): number {
  if (effect === "begins") return 0;
  if (effect === "tells") return 1;
  return (effect === "closes") === open ? 2 : 3;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
