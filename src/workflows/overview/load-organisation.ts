// What an organisation's own file says of no repository in particular: when its week is told, and where its overview is posted.
import { type EffectiveConfig, effectiveConfig } from "../../core/config/effective.ts";
import { openLayers } from "../../records/account-layers.ts";
import type { KnownRepository, Store } from "../../records/store.ts";

/** @param any one of the account's repositories, of which nothing but the account is used. */
export async function loadOrganisation(store: Store, any: KnownRepository): Promise<EffectiveConfig> {
  const { layers } = await (await openLayers(store, any.state.accountId)).of(any.state);
  const { traits: _, ...organisation } = layers;
  return effectiveConfig({ ...organisation, repository: null });
}
