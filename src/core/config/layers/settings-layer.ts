// One layer of settings, and what is wrong with it, told where a person can mend it.

import { showControlCharacters } from "../parse-yaml.ts";
import type { ConfigProblem } from "../problem.ts";
import type { LayerKind, Origin } from "./layers.ts";
import type { Place, PlacedSetting } from "./settings.ts";

export interface SettingsLayer {
  readonly kind: Exclude<LayerKind, "default">;
  /** The group's id, or what an extended file is called; null for the other layers. */
  readonly name: string | null;
  readonly path: string;
  readonly settings: readonly PlacedSetting[];
  /** Whether the policy binds it: the repository's file, and what that extends. */
  readonly bound: boolean;
  /** Null for a file that is asked about itself; else where that names it, or one that leads to it. */
  readonly via: (Place & { readonly path: string }) | null;
}

export function originIn(layer: SettingsLayer, { line, column }: Place): Origin {
  return { layer: layer.kind, name: layer.name, path: layer.path, line, column };
}

/** On the setting's own line, or on the one where another file is named. */
export function problemIn(
  layer: Pick<SettingsLayer, "path" | "via">,
  place: Place,
  message: string,
  severity: ConfigProblem["severity"] = "error",
): ConfigProblem {
  const { path, line, column } = layer.via ?? { path: layer.path, ...place };
  const where = layer.via === null ? "" : `extends: in ${layer.path}, line ${place.line}: `;
  return { path, line, column, message: showControlCharacters(`${where}${message}`), severity };
}

/** Where something was written, in words: `firstpass.yml:12 (group payments)`. */
export function describePlace({ layer, name, path, line }: Origin): string {
  if (path === null) return "the built-in default";
  const place = line === null ? path : `${path}:${line}`;
  if (layer === "organisation") return `${place} (organisation)`;
  return layer === "group" ? `${place} (group ${name})` : place;
}
