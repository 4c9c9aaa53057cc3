// Parts of lists, as every list of GitHub's GraphQL is asked for: the first or last so many, after or before a cursor.
import { refusal } from "./refusals.ts";

export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** Where an item stands in its list: the list ascends by it. A list that changes goes on after the place, not after the item. */
export type Place = readonly [rank: number, id: number | string];

const MOST_AT_ONCE = 100;

const comparePlaces = (a: Place, b: Place): number => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);

const cursorOf = (place: Place): string =>
  Buffer.from(`cursor:v2:${JSON.stringify(place)}`).toString("base64");

function placeOf(cursor: string): Place {
  try {
    const text = Buffer.from(cursor, "base64").toString("utf8");
    const place: unknown = JSON.parse(text.replace(/^cursor:v2:/, ""));
    if (Array.isArray(place)) return [Number(place[0]), place[1]];
  } catch {
    // Said below: it is no cursor of ours.
  }
  throw refusal("INVALID_CURSOR_ARGUMENTS", `\`${cursor}\` does not appear to be a valid cursor.`);
}

function checkBounds(name: string, { first, last }: PageArguments): void {
  const asked = first ?? last ?? null;
  if (asked === null) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw refusal("MISSING_PAGINATION_BOUNDARIES", message);
  }
  if (asked > MOST_AT_ONCE) {
    const bound = first === null || first === undefined ? "last" : "first";
    const message = `Requesting ${asked} records on the \`${name}\` connection exceeds the \`${bound}\` limit of ${MOST_AT_ONCE} records.`;
    throw refusal("EXCESSIVE_PAGINATION", message);
  }
}

/** @throws GraphQLError without bounds, with too wide ones, or with a cursor that is none. */
export function connect<Item>(
  name: string,
  asked: PageArguments,
  items: readonly Item[],
  place: (item: Item) => Place,
  show: (item: Item) => unknown,
  totalCount = items.length,
) {
  checkBounds(name, asked);
  const { first, last, after, before } = asked;
  const sorted = items.toSorted((a, b) => comparePlaces(place(a), place(b)));
  const from = after === null || after === undefined ? null : placeOf(after);
  const to = before === null || before === undefined ? null : placeOf(before);
  const between = sorted.filter(
    (item) =>
      (from === null || comparePlaces(place(item), from) > 0) &&
      (to === null || comparePlaces(place(item), to) < 0),
  );
  const fromFirst = typeof first === "number";
  const size = first ?? last ?? 0;
  const page = fromFirst ? between.slice(0, size) : size === 0 ? [] : between.slice(-size);
  const [start, end] = [page[0], page.at(-1)];
  const edges = page.map((item) => ({ cursor: cursorOf(place(item)), node: () => show(item) }));
  return {
    totalCount,
    nodes: () => page.map(show),
    edges,
    pageInfo: {
      hasNextPage: fromFirst ? between.length > page.length : to !== null,
      hasPreviousPage: fromFirst ? from !== null : between.length > page.length,
      startCursor: start === undefined ? null : cursorOf(place(start)),
      endCursor: end === undefined ? null : cursorOf(place(end)),
    },
  };
}
