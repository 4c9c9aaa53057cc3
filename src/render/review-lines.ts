// The three lines of the review, by words and by shape: release gate health, review latency, top failure mode. Markdown.
import type { Review } from "../core/scorecard/scorecard.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { cutCharacters } from "./fit.ts";

const textCharacters = 500;

const gateWords: Readonly<Record<Review["gateHealth"]["verdict"], string>> = {
  good: "✅ good",
  mixed: "🔶 mixed",
  improving: "🔼 improving",
  "at-risk": "❌ at risk",
  "not-measured": "❔ not measured",
};

const latencyWords: Readonly<Record<Review["reviewLatency"]["verdict"], string>> = {
  low: "✅ low",
  moderate: "🔶 moderate",
  high: "❌ high",
  "not-measured": "❔ not measured",
};

const failureWords: Readonly<Record<Review["topFailureMode"]["verdict"], string>> = {
  "stands-out": "",
  none: "",
  "not-measured": "❔ not measured",
};

/** The lines with a label, a verdict and the numbers behind it; plain text, so that every surface can put them its own way. */
export function reviewWords(review: Review): { label: string; verdict: string; text: string }[] {
  const { gateHealth, reviewLatency, topFailureMode } = review;
  return [
    { label: "Release gate health", verdict: gateWords[gateHealth.verdict], text: gateHealth.text },
    { label: "Review latency", verdict: latencyWords[reviewLatency.verdict], text: reviewLatency.text },
    {
      label: "Top failure mode",
      verdict: failureWords[topFailureMode.verdict],
      text: topFailureMode.text,
    },
  ];
}

/** A Markdown list of three items. */
export function renderReview(review: Review): string {
  return reviewWords(review)
    .map(({ label, verdict, text }) => `- **${label}:** ${renderLine(verdict, text)}`)
    .join("\n");
}

/** `❌ at risk: bypassed 12 % (bad).` */
export function renderGate(review: Review): string {
  return renderLine(gateWords[review.gateHealth.verdict], review.gateHealth.text);
}

function renderLine(verdict: string, text: string): string {
  const told = escapeMarkdown(cutCharacters(text, textCharacters));
  return verdict === "" ? told : `${verdict}: ${told}`;
}
