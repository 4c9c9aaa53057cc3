// One core control and what is known of it.
import type { Unseen } from "../../facts/observations.ts";
import type { Reason } from "../measurement.ts";

export type ControlState =
  | { readonly state: "active" | "inactive"; readonly note: string }
  | { readonly state: "unseen"; readonly reasons: readonly Reason[] };

export interface Control {
  readonly id: string;
  readonly title: string;
  /** Where a person can look and change it, below the repository's address. */
  readonly settings: string;
  readonly judged: ControlState;
  /** When GitHub said so, milliseconds UTC; null where nothing did. */
  readonly at: number | null;
}

export function reasonOf({ why, text }: Unseen): Reason {
  return { code: why, text };
}
