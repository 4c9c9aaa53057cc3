// What a pull request does to a configuration file: as annotations on the very lines, as a short list in the summary, and what it
// would do to every repository that the file holds for.
import type { Annotation } from "../../core/publication/content.ts";
import type { ConfigurationNote } from "../../core/simulation/review-configuration.ts";
import type { SimulationState } from "../../core/simulation/simulation.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { cutBytes, cutCharacters, limits } from "../fit.ts";
import { countOf } from "../numbers.ts";
import { showInvisible, showOnOneLine } from "../visible-text.ts";
import { linkToLine } from "./check-findings.ts";
import { renderSimulation } from "./simulation.ts";

/** What is known of the configuration files that a change touches. */
export interface ReviewedConfiguration {
  readonly notes: readonly ConfigurationNote[];
  /** Null: the change touches no file of which anything could be simulated. */
  readonly simulation: SimulationState | null;
}

export const nothingChanged: ReviewedConfiguration = { notes: [], simulation: null };

const notesAnnotated = 100;
const notesListed = 10;
const messageCharacters = 300;

const titles: Readonly<Record<ConfigurationNote["kind"], string>> = {
  broken: "This configuration would not come into force",
  refused: "This value would not be in force",
  doubt: "This configuration should be looked at",
};

const marks: Readonly<Record<ConfigurationNote["kind"], string>> = {
  broken: "❌ error",
  refused: "❌ not in force",
  doubt: "⚠️ to look at",
};

/** Notes that are errors: what they are about is not in force as it is written. */
export function countErrors(notes: readonly ConfigurationNote[]): number {
  return notes.filter(({ kind }) => kind !== "doubt").length;
}

/** One annotation a note; annotations are plain text. Errors are warnings, or failures when enforced; the rest are notices. */
export function annotateConfiguration(
  notes: readonly ConfigurationNote[],
  mode: "advisory" | "enforce",
): Annotation[] {
  const error = mode === "enforce" ? "failure" : "warning";
  return errorsFirst(notes)
    .slice(0, notesAnnotated)
    .map(({ path, line, kind, message }) => ({
      path,
      startLine: line,
      endLine: line,
      level: kind === "doubt" ? "notice" : error,
      title: titles[kind],
      message: cutBytes(showInvisible(message), limits.annotationMessageBytes, "…"),
    }));
}

/** A section with what it would do first, then the notes with links to their lines on this head; empty when there is nothing. */
export function renderConfiguration(
  { notes, simulation }: ReviewedConfiguration,
  place: { readonly repositoryUrl: string; readonly headSha: string },
): string {
  if (notes.length === 0 && simulation === null) return "";
  const ordered = errorsFirst(notes);
  const items = ordered.slice(0, notesListed).map(({ kind, path, line, message }) => {
    const text = escapeMarkdown(cutCharacters(showOnOneLine(message), messageCharacters));
    return `- ${marks[kind]}: ${linkToLine({ path, line }, place)}: ${text}`;
  });
  const more = ordered.length - items.length;
  if (more > 0) items.push(`- and ${countOf(more, "more note")}, on their lines`);
  return [
    "#### Configuration in this change",
    simulation === null ? "" : tellSimulation(simulation),
    items.join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function errorsFirst(notes: readonly ConfigurationNote[]): ConfigurationNote[] {
  return notes.toSorted((a, b) => Number(a.kind === "doubt") - Number(b.kind === "doubt"));
}

const withheld: Readonly<Record<Extract<SimulationState, { kind: "not-made" }>["why"], string>> = {
  public: "Not simulated: everybody can read this repository.",
  fork: "Not simulated: the pull request comes from a fork.",
  broken: "Not simulated: with its errors, nothing of the file would come into force.",
};

function tellSimulation(state: SimulationState): string {
  switch (state.kind) {
    case "made":
      return renderSimulation(state.simulation);
    case "waiting":
      return "⏳ Simulating what it would do to the repositories that it holds for; this check run is updated when that is done.";
    case "not-made":
      return state.why === "broken"
        ? withheld.broken
        : `${withheld[state.why]} Whoever runs Firstpass sees what it would do with \`firstpass config simulate\`.`;
  }
}
