// Configurations of several layers from short texts: `version: 1` goes without saying.
import { type EffectiveConfig, effectiveConfig } from "../../src/core/config/effective.ts";
import type { RepositoryTraits, SharedFile } from "../../src/core/config/layers/layers.ts";
import type { ConfigFile } from "../../src/core/config/problem.ts";
import type { RepositoryState } from "../../src/core/facts/repository.ts";
import { repositoryState } from "./facts.ts";

export interface LayerTexts {
  readonly organisation?: string;
  readonly repository?: string;
  /** By address; null: it cannot be read. */
  readonly shared?: Readonly<Record<string, string | null>>;
  readonly state?: Partial<RepositoryState>;
  readonly teams?: RepositoryTraits["teams"];
}

export const organisationPath = "firstpass.yml";
export const repositoryPath = ".github/firstpass.yml";

/** What holds for acme/shop. Line 1 of every text is the version. */
export function layered(texts: LayerTexts): EffectiveConfig {
  const { organisation, repository, shared = {}, state = {}, teams } = texts;
  return effectiveConfig({
    organisation: fileOf(organisationPath, organisation),
    repository: fileOf(repositoryPath, repository),
    shared: new Map(
      Object.entries(shared).map(([address, text]): [string, SharedFile] => [
        address,
        fileOf(address, text ?? undefined) ?? { path: address, unavailable: "there is no such file." },
      ]),
    ),
    traits: { state: repositoryState(state), teams: teams ?? { memberOf: [], notMemberOf: [] } },
  });
}

/** `path:line: message` of every problem. */
export function toldOf({ problems }: EffectiveConfig): string[] {
  return problems.map(
    ({ path, line, message, severity }) =>
      `${path}:${line}: ${severity === "warning" ? "warning: " : ""}${message}`,
  );
}

/** The setting in force under a key, with where it was written: `{ value, at: "firstpass.yml:3" }`. */
export function inForce({ settings }: EffectiveConfig, key: string) {
  const setting = settings.find((one) => one.key === key);
  if (setting === undefined) return null;
  const { path, line } = setting.origin;
  return { value: setting.value, at: path === null ? "default" : `${path}:${line}` };
}

function fileOf(path: string, text: string | undefined): ConfigFile | null {
  return text === undefined ? null : { path, text: `version: 1\n${text}` };
}
