// The order of Maven's versions, as Maven itself compares them (ComparableVersion): numbers and qualifiers, in lists within
// lists where a hyphen or a change between digits and letters begins one.

type Item = { readonly number: string } | { readonly qualifier: string } | { readonly list: Item[] };

/** In this order; what is not in it comes after, by its letters. */
const qualifiers = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const release = qualifiers.indexOf("");
const aliases: ReadonlyMap<string, string> = new Map([
  ["ga", ""],
  ["final", ""],
  ["release", ""],
  ["cr", "rc"],
]);
/** Short for a qualifier only where a number follows at once: `1-a1`. */
const abbreviations: ReadonlyMap<string, string> = new Map([
  ["a", "alpha"],
  ["b", "beta"],
  ["m", "milestone"],
]);

/** Less than 0 where `left` is older; 0 for `1.0` and `1.0.0-ga`. */
export function compareMavenVersions(left: string, right: string): number {
  return compareItems({ list: parse(left) }, { list: parse(right) });
}

function parse(version: string): Item[] {
  const root: Item[] = [];
  const open = [root];
  let list = root;
  const openList = () => {
    const inner: Item[] = [];
    list.push({ list: inner });
    open.push(inner);
    list = inner;
  };
  const text = version.toLowerCase();
  let token = "";
  const isDigits = () => /^\d/.test(token);
  const close = (isFollowedByDigit: boolean) => {
    list.push(isDigits() ? makeNumber(token) : makeQualifier(token, isFollowedByDigit));
    token = "";
  };
  for (const character of text) {
    const isDigit = character >= "0" && character <= "9";
    if (character === "." || character === "-") {
      if (token === "") list.push({ number: "0" });
      else close(false);
      if (character === "-") openList();
    } else {
      if (token !== "" && isDigits() !== isDigit) {
        // A qualifier right behind a dot stands as if behind a hyphen.
        if (!isDigits() && list.length > 0) openList();
        close(isDigit);
        openList();
      }
      token += character;
    }
  }
  if (token !== "") {
    if (!isDigits() && list.length > 0) openList();
    close(false);
  }
  for (const inner of open.toReversed()) trim(inner);
  return root;
}

function makeNumber(digits: string): Item {
  return { number: digits.replace(/^0+(?=\d)/, "") };
}

function makeQualifier(letters: string, isFollowedByDigit: boolean): Item {
  const word = (isFollowedByDigit ? abbreviations.get(letters) : undefined) ?? letters;
  return { qualifier: aliases.get(word) ?? word };
}

/** Takes what says nothing off the end: zeros, releases, empty lists. Such in front of a list go, too. */
function trim(list: Item[]): void {
  for (let index = list.length - 1; index >= 0; index--) {
    const item = list[index];
    if (item === undefined) break;
    if (isNothing(item)) list.splice(index, 1);
    else if (!("list" in item)) break;
  }
}

function isNothing(item: Item): boolean {
  if ("number" in item) return item.number === "0";
  return "qualifier" in item ? item.qualifier === "" : item.list.length === 0;
}

/** `null`: the other version has ended. */
function compareItems(left: Item, right: Item | null): number {
  if ("number" in left) {
    if (right === null) return left.number === "0" ? 0 : 1;
    return "number" in right ? compareDigits(left.number, right.number) : 1;
  }
  if ("qualifier" in left) {
    if (right === null) return Math.sign(rank(left.qualifier) - release);
    return "qualifier" in right ? compareQualifiers(left.qualifier, right.qualifier) : -1;
  }
  if (right === null) {
    for (const item of left.list) {
      const order = compareItems(item, null);
      if (order !== 0) return order;
    }
    return 0;
  }
  if ("number" in right) return -1;
  if ("qualifier" in right) return 1;
  return compareLists(left.list, right.list);
}

function compareLists(left: readonly Item[], right: readonly Item[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [a, b] = [left[index], right[index]];
    const order = a !== undefined ? compareItems(a, b ?? null) : b !== undefined ? -compareItems(b, null) : 0;
    if (order !== 0) return order;
  }
  return 0;
}

function compareDigits(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}

function rank(qualifier: string): number {
  const known = qualifiers.indexOf(qualifier);
  return known === -1 ? qualifiers.length : known;
}

function compareQualifiers(left: string, right: string): number {
  return rank(left) - rank(right) || (left < right ? -1 : left > right ? 1 : 0);
}
