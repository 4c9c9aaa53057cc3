import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalClient, NOW, openLocalClient, signJwt } from "./local-client.ts";

let client: LocalClient;
beforeEach(async () => {
  client = await openLocalClient({ limits: { requestsPerHour: 2 } });
});
afterEach(async () => {
  expect(client.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  await client.github.stop();
});

test("the app sees how its webhook is set, and never its secret", async () => {
  const jwt = `bearer ${signJwt({})}`;
  const { status, body } = await client.ask("GET", "/app/hook/config", undefined, jwt);
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ content_type: "json", secret: "********" }),
  ]);
  client.github.state.registration.webhook.secret = null;
  const without = await client.ask("GET", "/app/hook/config", undefined, jwt);
  expect(without.body).not.toHaveProperty("secret");
});

test("an installation sees what is left of its hour, which costs nothing, also when nothing is left", async () => {
  const token = await client.takeToken();
  const look = async () => {
    const { status, body } = await client.ask("GET", "/rate_limit", undefined, token);
    return [status, body.resources?.core];
  };
  const reset = (NOW + 3_600_000) / 1000;
  expect(await look()).toEqual([200, { limit: 2, remaining: 2, used: 0, reset }]);
  for (let time = 0; time < 3; time++) await client.ask("GET", "/repos/acme/billing", undefined, token);
  expect(await look()).toEqual([200, { limit: 2, remaining: 0, used: 2, reset }]);
});
