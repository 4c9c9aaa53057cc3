// Numbers that people ask for and that reward the wrong thing: how many findings there are, how many were closed, how many scans
// ran. Whoever asks for one is told why there is none, instead of "unknown".

interface Vanity {
  readonly what: RegExp;
  readonly why: string;
}

const finding = "(?:finding|alert|vuln|issue|cve|bug|secret|weakness|problem|defect)";
const close =
  "(?:clos|fix|resolv|remediat|dismiss|suppress|ignor|mute|triag|handl|burn|patch|solv|done|clear)";
const count = "(?:number|count|total|amount|open|zero|backlog|#|\\b(?:num|no|nr|sum|all|new|max)\\b)";

/** The first that fits is told. Words are looked at whatever their order, number and spelling. */
const vanities: readonly Vanity[] = [
  {
    what: new RegExp(`^(?=.*${finding})(?=.*${close})`),
    why: "a count of closed findings rewards having many and dismissing them. Watch how fast they are fixed instead.",
  },
  {
    what: /scan|analys[ei]s|(?:security|sast|codeql|check|tool|workflow).*\bruns?\b|\bruns?\b.*(?:count|number|total)|(?:count|number|total).*\bruns?\b/,
    why: "a count of scans says nothing of what they found. Set a target for first-pass-rate instead.",
  },
  {
    what: new RegExp(`^(?=.*${finding})(?=.*${count})|^${finding}[a-z]*$`),
    why: "a target for the number of open findings rewards closing them unread. Watch how fast they are fixed instead.",
  },
  {
    what: new RegExp(`velocity|throughput|closure|${close}.*(?:rate|${count})`),
    why: "throughput rewards having much to close, and closing it unread. Watch how fast findings are fixed instead.",
  },
];

/** Why something that is no KPI here must not be one; null where it is only unknown. */
export function explainVanity(id: string): string | null {
  if (id.length > 64) return null;
  const words = id
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9#]+/g, " ")
    .trim();
  return vanities.find(({ what }) => what.test(words))?.why ?? null;
}
