import { expect, it } from "vitest";
import type { KnownRepository, ServerStore, StoredConfiguration } from "../../../src/records/store.ts";
import { listBrokenFiles } from "../../../src/workflows/configuration/list-broken-files.ts";
import { describeOnEachStore } from "../../support/stores.ts";

const shop = { state: { repositoryId: 7, ownerLogin: "acme", name: "shop" } } as KnownRepository;
const where = "acme/shop:.github/firstpass-exceptions.yml";

type Version = Pick<StoredConfiguration, "text" | "problem">;

async function keep(store: ServerStore, versions: readonly Version[]): Promise<void> {
  for (const [index, version] of versions.entries()) {
    await store.configurations.save({
      accountId: 1,
      repositoryId: 7,
      kind: "exceptions",
      path: ".github/firstpass-exceptions.yml",
      commitSha: null,
      readAt: index + 1,
      ...version,
    });
  }
}

describeOnEachStore("broken files", (openTestStore) => {
  it.each<[string, readonly Version[], unknown[]]>([
    ["a sound file is none", [{ text: "a", problem: null }], []],
    [
      "a file that never was sound leaves nothing in force",
      [{ text: null, problem: "no YAML" }],
      [{ where, since: 1, inForce: null }],
    ],
    [
      "a text that cannot come into force leaves the one before it",
      [
        { text: "a", problem: null },
        { text: "a", problem: "no YAML" },
        { text: "a", problem: "no version" },
      ],
      [{ where, since: 2, inForce: { commitSha: null, readAt: 1 } }],
    ],
    [
      "a text of which one entry is broken is in force for the rest",
      [
        { text: "a", problem: null },
        { text: "b", problem: "an entry has no owner" },
      ],
      [],
    ],
    ["so is the first text of all", [{ text: "b", problem: "an entry has no owner" }], []],
    [
      "what such a text leaves in force when it breaks is that text",
      [
        { text: "b", problem: "an entry has no owner" },
        { text: "b", problem: "no YAML" },
      ],
      [{ where, since: 2, inForce: { commitSha: null, readAt: 1 } }],
    ],
    [
      "a file that was removed and comes back broken leaves nothing in force",
      [
        { text: "a", problem: null },
        { text: null, problem: null },
        { text: null, problem: "no YAML" },
      ],
      [{ where, since: 3, inForce: null }],
    ],
  ])("%s", async (_what, versions, told) => {
    const store = await openTestStore();
    await keep(store, versions);
    expect(await listBrokenFiles(store, 1, [shop])).toEqual(told);
  });
});
