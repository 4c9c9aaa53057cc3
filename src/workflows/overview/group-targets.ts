// What a repository's groups are held against: its configuration without the repository's own file.
import { findGroupTargets, type GroupTargets } from "../../core/adoption/group-targets.ts";
import type { KnownRepository } from "../../records/store.ts";
import type { AccountConfigurations, LoadedConfiguration } from "../configuration/account-configurations.ts";

/** @param own the repository's configuration; it is put together again only where its own file has a word in it. */
export async function groupTargetsOf(
  configurations: AccountConfigurations,
  known: KnownRepository,
  own: LoadedConfiguration,
): Promise<GroupTargets> {
  const word = own.settings.find(({ key }) => key === "targets.template-adoption");
  const mayBeOwn = word !== undefined && ["repository", "extends"].includes(word.origin.layer);
  const { settings, config } = mayBeOwn ? await configurations.of(known, { repository: null }) : own;
  return findGroupTargets(settings, config.groups);
}
