// Deliveries that the app never gets: they happen in GitHub all the same, and its log shows them for three days or not at all.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalClient, NOW, openLocalClient, pluck, signJwt } from "./local-client.ts";

const DAY = 86_400_000;
let client: LocalClient;
let now: number;
let got: (string | undefined)[];
const app = createServer((request, response) => {
  got.push(String(request.headers["x-github-delivery"]));
  response.writeHead(202).end();
});

beforeEach(async () => {
  now = NOW;
  got = [];
  client = await openLocalClient({ now: () => now });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  expect(client.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  await client.github.stop();
  await new Promise((resolve) => app.close(resolve));
});

const listen = () => client.github.setTarget(`http://127.0.0.1:${(app.address() as AddressInfo).port}/`);
const jwt = () => `bearer ${signJwt({})}`;
const status = (id: number) => ({
  ...{ id, sha: client.headSha, context: "ci", state: "success", description: null, target_url: null },
  ...{ created_at: "2026-11-20T10:00:00Z", updated_at: "2026-11-20T10:00:00Z" },
  repository: { id: 41 },
});
const logged = async () => (await client.ask("GET", "/app/hook/deliveries", undefined, jwt())).body;
const again = (id: unknown) => client.ask("POST", `/app/hook/deliveries/${id}/attempts`, undefined, jwt());

test("a lost delivery has happened, is logged as failed, and can be had again for three days", async () => {
  listen();
  await client.github.deliver("status", status(1), { id: "guid-1", lose: true });
  await client.github.deliver("status", status(2), { id: "guid-2", lose: 503 });
  await client.github.deliver("status", status(3), { id: "guid-3" });
  expect(got).toEqual(["guid-3"]);
  const listed = await logged();
  expect(pluck(listed, "guid")).toEqual(["guid-3", "guid-2", "guid-1"]);
  expect(pluck(listed, "status_code")).toEqual([202, 503, 0]);
  const token = await client.takeToken();
  const path = `/repos/acme/billing/commits/${client.headSha}/statuses`;
  expect(pluck((await client.ask("GET", path, undefined, token)).body, "id")).toEqual([3, 2, 1]);

  expect((await again(listed[2]!.id)).status).toBe(202);
  expect(got).toEqual(["guid-3", "guid-1"]);
  now += 3 * DAY;
  expect(await logged()).toEqual([]);
  expect((await again(listed[1]!.id)).status).toBe(404);
  expect(got).toEqual(["guid-3", "guid-1"]);
});

test("a delivery that the log never had has happened", async () => {
  await client.github.deliver("status", status(1), { unlogged: true });
  expect([await logged(), got, client.github.log]).toEqual([[], [], []]);
  expect([...client.repository.history.statuses.keys()]).toEqual([1]);
});

test("nothing is sent again while the app does not listen", async () => {
  await client.github.deliver("status", status(1), { lose: true });
  expect((await again(1)).status).toBe(422);
});
