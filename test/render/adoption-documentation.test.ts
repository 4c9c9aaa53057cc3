// The examples in the documents are what the commands print of a made account.
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import type { ServerStore } from "../../src/records/store.ts";
import { renderAdoptionMarkdown } from "../../src/render/organisation/adoption.ts";
import { renderOverviewMarkdown } from "../../src/render/organisation/overview.ts";
import { loadAdoption } from "../../src/workflows/overview/load-adoption.ts";
import { loadOverview } from "../../src/workflows/overview/load-overview.ts";
import { madeAccount, madeAt, openMadeAccount } from "../support/made-account.ts";

const examples: readonly [string, (store: ServerStore) => Promise<string>][] = [
  [
    "docs/adoption.md",
    async (store) => {
      const query = {
        account: madeAccount,
        at: madeAt,
        asOf: false,
        group: null,
        rule: null,
        repository: null,
      };
      return renderAdoptionMarkdown((await loadAdoption(store, { ...query, historyWeeks: 2 })).adoption);
    },
  ],
  [
    "docs/overview.md",
    async (store) => {
      const query = { account: madeAccount, now: madeAt, isoWeek: "2026-W46", group: "payments" };
      return renderOverviewMarkdown((await loadOverview(store, query)).overview);
    },
  ],
];

it.each(examples)("%s shows what the command prints", async (path, print) => {
  const store = await openMadeAccount();
  try {
    expect(await readFile(path, "utf8")).toContain(`\`\`\`markdown\n${await print(store)}\n\`\`\`\n`);
  } finally {
    await store.close();
  }
});
