// Ranges of versions as PyPI, Poetry, Maven and NuGet write them: as spans between two versions.

/** Null ends are open. `upTo` belongs to the span only where `closed`; whether `from` does makes no difference here. */
export interface Span {
  readonly from: string | null;
  readonly upTo: string | null;
  readonly closed: boolean;
}

const everything: Span = { from: null, upTo: null, closed: false };

/** What a PEP 440 specifier, or a constraint of Poetry's, allows: spans of which one holds, each the meet of its parts; null where it cannot be read. */
export function readPythonRange(requirement: string): Span[][] | null {
  const alternatives = requirement.split(/\|\|?/).map((alternative) => {
    const parts = alternative.split(/,|\s+(?=[<>=!~^])/).filter((part) => part.trim() !== "");
    return parts.map((part) => readPythonPart(part.trim()));
  });
  const spans = alternatives.filter((parts): parts is Span[] => parts.every((part) => part !== null));
  return spans.length === alternatives.length ? spans : null;
}

const pythonPart = /^(===|==|~=|!=|<=|>=|<|>|=|\^|~)?\s*(v?\d[0-9A-Za-z.!+_-]*?)(\.\*)?$/;

function readPythonPart(part: string): Span | null {
  if (part === "*") return everything;
  const [, operator = "==", version = "", wildcard] = pythonPart.exec(part) ?? [];
  if (version === "") return null;
  const numbers = version.replace(/^v/, "").split(".");
  if (wildcard !== undefined) {
    if (operator === "!=") return everything;
    return operator === "==" || operator === "=" ? spanTo(version, numbers.length - 1) : null;
  }
  switch (operator) {
    case "<":
    case "<=":
      return { from: null, upTo: version, closed: operator === "<=" };
    case ">":
    case ">=":
      return { from: version, upTo: null, closed: false };
    case "!=":
      return everything;
    case "~=":
      return numbers.length < 2 ? null : spanTo(version, numbers.length - 2);
    case "~":
      return spanTo(version, Math.min(1, numbers.length - 1));
    case "^": {
      const first = numbers.findIndex((number) => Number(number) !== 0);
      return spanTo(version, first === -1 ? numbers.length - 1 : first);
    }
    default:
      return { from: version, upTo: version, closed: true };
  }
}

/** From the version up to, and without, the next one of its number at `place`. */
function spanTo(version: string, place: number): Span | null {
  const numbers = version
    .replace(/^v/, "")
    .split(".")
    .slice(0, place + 1);
  const last = /^\d{1,9}/.exec(numbers.at(-1) ?? "")?.[0];
  if (last === undefined || numbers.slice(0, -1).some((number) => !/^\d+$/.test(number))) return null;
  return { from: version, upTo: [...numbers.slice(0, -1), Number(last) + 1].join("."), closed: false };
}

/** What `[1.0,2.0)`, `(,1.0]`, `[1.0]`, or several with commas, allow; null where it cannot be read. */
export function readBracketRange(requirement: string): Span[][] | null {
  const text = requirement.replaceAll(/\s/g, "");
  const spans: Span[][] = [];
  let index = 0;
  while (index < text.length) {
    const match = /^([[(])([^,[\]()]*)(,?)([^,[\]()]*)([\])]),?/.exec(text.slice(index, index + 600));
    if (match === null) return null;
    const [whole, , from = "", comma, upTo = "", end] = match;
    const exact = comma === "" ? from : upTo;
    spans.push([{ from: from || null, upTo: exact || null, closed: end === "]" }]);
    index += whole.length;
  }
  return spans.length === 0 ? null : spans;
}
