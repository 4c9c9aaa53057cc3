// Twenty KPIs of a dozen windows ask the same things of the same list of facts: each is worked out once per list.

/** Remembers what `read` makes of a list, as long as the list lives. A list that has grown meanwhile is another one. */
export function oncePerList<Item, Result>(
  read: (list: readonly Item[]) => Result,
): (list: readonly Item[]) => Result {
  const known = new WeakMap<readonly Item[], { readonly length: number; readonly result: Result }>();
  return (list) => {
    const before = known.get(list);
    if (before !== undefined && before.length === list.length) return before.result;
    const result = read(list);
    known.set(list, { length: list.length, result });
    return result;
  };
}
