// What is said of a repository of the made organisation: what it starts with, and how it behaves over the twelve weeks.
import type { CodeRule, Place, PlaceCheck } from "../place.ts";
import type { Period } from "../weekly-patterns.ts";

export interface RepositoryPlan {
  readonly id: number;
  readonly name: string;
  readonly visibility: "public" | "private";
  readonly language: string | null;
  /** What it starts with. */
  readonly files: (period: Period) => Readonly<Record<string, string>>;
  readonly checks: readonly PlaceCheck[];
  readonly mergeQueue: boolean;
  readonly reviewHours: readonly [number, number];
  readonly codeRules: readonly CodeRule[];
  /** Custom properties that somebody set. */
  readonly properties: Readonly<Record<string, string>>;
  /** Made so many days before the story ends; absent: long before it begins. */
  readonly bornDaysAgo?: number;
  readonly play: (place: Place, period: Period) => void;
}
