// Lists from which GitHub leaves out what a token is not authorised for by an organisation's single sign-on, and what a person is told.
import { describe, expect, it } from "vitest";
import { listOrganisation } from "../../src/cli/report-targets.ts";
import { connectWithToken } from "../../src/github/token.ts";
import { openMemoryStore } from "../../src/memory/open-memory-store.ts";

const now = () => Date.UTC(2026, 10, 21);
const shop = {
  id: 1,
  name: "shop",
  owner: { id: 2, login: "acme", type: "Organization" },
  private: true,
  html_url: "https://github.com/acme/shop",
};

/** GitHub's lists, page by page, with `headers` on those that are named. */
function connect(headersOf: (page: string | null) => Record<string, string>, pages = 1) {
  return connectWithToken({
    token: "ghp_x",
    apiUrl: "https://api.github.test",
    graphqlUrl: "https://api.github.test/graphql",
    kind: "token",
    store: openMemoryStore({ now }),
    now,
    fetch: async (input) => {
      const page = new URL(String(input)).searchParams.get("page");
      const link: Record<string, string> =
        Number(page) < pages ? { link: `<${String(input)}&next>; rel="next"` } : {};
      const headers = { "content-type": "application/json", ...link, ...headersOf(page) };
      return new Response(JSON.stringify([shop]), { headers });
    },
  });
}

const partial = { "x-github-sso": "partial-results; organizations=21955855,20582480" };

async function say(github: ReturnType<typeof connect>): Promise<string[]> {
  const said: string[] = [];
  await listOrganisation(github, "acme", { say: (line) => said.push(line) });
  return said;
}

describe("a list that single sign-on keeps some of", () => {
  it("is told as such, on whichever page GitHub says so", async () => {
    for (const page of ["1", "2"]) {
      const github = connect((asked) => (asked === page ? partial : {}), 2);
      expect((await github.listOwnedRepositories("acme")).partial).toBe(true);
      expect(await say(github)).toEqual([
        expect.stringContaining("GitHub left out repositories, because the token is not authorised"),
      ]);
    }
  });

  it("is whole where GitHub says nothing, or something else, of it", async () => {
    for (const headers of [{}, { "x-github-sso": "required; url=https://github.com/orgs/acme/sso" }]) {
      const github = connect(() => headers);
      expect((await github.listOwnedRepositories("acme")).partial).toBe(false);
      expect(await say(github)).toEqual([]);
    }
  });
});
