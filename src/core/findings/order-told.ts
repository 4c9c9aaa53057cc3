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
 * one reopened before it is closed again, in turn. Does not change the list.
 */
export function orderTold<T>(items: readonly T[], read: (item: T) => Told): T[] {
  const byTime = Map.groupBy(
    items.map((item) => ({ item, told: read(item) })),
    ({ told }) => told.at,
  );
  const ordered: T[] = [];
  let open = true;
  for (const [, tied] of [...byTime].sort(([a], [b]) => a - b)) {
    tied.sort((a, b) => compareText(a.told.text, b.told.text));
    const of = (effect: Effect) => tied.filter(({ told }) => told.effect === effect);
    const changes: typeof tied = open ? inTurn(of("closes"), of("opens")) : inTurn(of("opens"), of("closes"));
    ordered.push(...[...of("begins"), ...of("tells"), ...changes].map(({ item }) => item));
    const last = changes.at(-1);
    if (last !== undefined) open = last.told.effect === "opens";
  }
  return ordered;
}

/** One of the first, one of the second, and so on; then what is left of either. */
function inTurn<T>(first: readonly T[], second: readonly T[]): T[] {
  const longer = first.length > second.length ? first : second;
  return longer.flatMap((_, place) => [...first.slice(place, place + 1), ...second.slice(place, place + 1)]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
