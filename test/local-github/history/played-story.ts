// The demo's twelve weeks, told to a local GitHub that keeps them, and a client that asks it about the past.
import { buildOrganisation } from "../../../src/demo/organisation/build.ts";
import type { TimedDelivery } from "../../../src/demo/organisation/world.ts";
import type { LocalGitHub } from "../../../src/local-github/start.ts";
import type { Repository } from "../../../src/local-github/state.ts";
import { openLocalClient, type Shown, signJwt } from "../local-client.ts";

export interface PlayedStory {
  readonly github: LocalGitHub;
  readonly deliveries: readonly TimedDelivery[];
  /** Repositories of the demo's organisation. */
  readonly repositories: readonly Repository[];
  readonly endsAt: number;
  get(path: string): Promise<{ status: number; body: Shown; headers: Headers }>;
  /** All pages of a list that is an array. */
  all(path: string): Promise<readonly Shown[]>;
  query(text: string, variables?: object): Promise<{ data: Shown; errors?: readonly Shown[] }>;
}

const endsAt = Date.parse("2026-11-16T09:00:00Z");

export async function openPlayedStory(limits: object = {}): Promise<PlayedStory> {
  const { github, ask } = await openLocalClient({
    now: () => endsAt,
    limits: { requestsPerHour: 1_000_000, ...limits },
  });
  github.state.installations.clear();
  github.state.repositories.clear();
  const made = buildOrganisation(github.state, { endsAt, seed: 5 });
  const deliveries = made.world.runUntil(made.period.to);
  for (const { event, payload } of deliveries) await github.deliver(event, payload, { unlogged: true });
  const path = `/app/installations/${made.installation.id}/access_tokens`;
  const token = `token ${(await ask("POST", path, undefined, `bearer ${signJwt({})}`)).body.token}`;
  const get = (asked: string) => ask("GET", asked, undefined, token);
  const all = async (asked: string) => {
    const items: Shown[] = [];
    for (let next: string | null = asked; next !== null; ) {
      const { body, headers } = await get(next);
      items.push(...(body as unknown as Shown[]));
      const link = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
      next = link === undefined ? null : link.replace(`${github.origin}/api/v3`, "");
    }
    return items;
  };
  const query = async (text: string, variables: object = {}) => {
    const answer = await fetch(`${github.origin}/api/graphql`, {
      method: "POST",
      headers: { authorization: token },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await answer.json()) as { data: Shown; errors?: readonly Shown[] };
  };
  const repositories = [...github.state.repositories.values()].filter(
    ({ owner }) => owner.id === made.accountId,
  );
  return { github, deliveries, repositories, endsAt, get, all, query };
}
