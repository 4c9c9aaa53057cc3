// Real payloads to start from: the examples that Octokit publishes, with the names of their places replaced by ours.
import { createRequire } from "node:module";

export type Payload = { [key: string]: unknown };

/** The development dependency that holds the examples is not installed. */
export class ExamplesMissing extends Error {
  override readonly name = "ExamplesMissing";
}

interface PublishedEvent {
  readonly name: string;
  readonly examples: readonly Payload[];
}

let published: readonly PublishedEvent[] | null = null;

function load(): readonly PublishedEvent[] {
  if (published !== null) return published;
  try {
    const loaded: readonly PublishedEvent[] = createRequire(import.meta.url)("@octokit/webhooks-examples");
    published = loaded;
    return loaded;
  } catch (cause) {
    throw new ExamplesMissing(
      "The package @octokit/webhooks-examples is not installed: run `npm ci` in the checkout.",
      { cause },
    );
  }
}

/** A copy of the last published example of an event that has the action and an installation, else of the last one. */
export function exampleOf(event: string, action?: string): Payload {
  const examples = load().find(({ name }) => name === event)?.examples ?? [];
  const fitting = examples.filter((example) => action === undefined || example.action === action);
  const found =
    fitting.findLast((example) => example.installation !== undefined) ?? fitting.at(-1) ?? examples.at(-1);
  if (found === undefined) throw new Error(`There is no published example of ${event}.`);
  return structuredClone(found);
}

const isPlain = (value: unknown): value is Payload =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Puts `changes` over a payload: objects are merged, everything else is replaced. */
export function override(payload: Payload, changes: Payload): Payload {
  const result: Payload = { ...payload };
  for (const [key, value] of Object.entries(changes)) {
    const before = result[key];
    result[key] = isPlain(before) && isPlain(value) ? override(before, value) : value;
  }
  return result;
}

const examplePlaces = [
  "Codertocat/Hello-World",
  "Octocoders/Hello-World",
  "octo-org/octo-repo",
  "github/hello-world",
];

/** Points every link of an example to another repository of another GitHub. */
export function relocate(payload: Payload, fullName: string, webOrigin: string): Payload {
  let text = JSON.stringify(payload);
  for (const place of examplePlaces) text = text.replaceAll(`/${place}`, `/${fullName}`);
  text = text
    .replaceAll("https://api.github.com", `${webOrigin}/api/v3`)
    .replaceAll("https://github.com", webOrigin);
  const moved: Payload = JSON.parse(text);
  return moved;
}
