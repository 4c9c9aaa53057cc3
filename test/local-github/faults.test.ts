import { afterEach, expect, test } from "vitest";
import { faultAnswers } from "../../src/local-github/fault-answers.ts";
import type { FaultAnswer } from "../../src/local-github/faults.ts";
import { type LocalClient, NOW, openLocalClient } from "./local-client.ts";

let client: LocalClient;
afterEach(async () => {
  expect(client.github.unmetFaults).toEqual([]);
  await client.github.stop();
});

const path = /\/issues$/;
const issue = (token: string) => client.ask("POST", "/repos/acme/billing/issues", { title: "t" }, token);
const issuesAre = (count: number) => expect(client.repository.issues.size).toBe(count);

async function open(): Promise<string> {
  client = await openLocalClient();
  return client.takeToken();
}

test.each<[string, FaultAnswer, object, Record<string, string>]>([
  ["bad credentials", faultAnswers.badCredentials(), { message: "Bad credentials" }, {}],
  [
    "a missing permission",
    faultAnswers.notPermitted(),
    { message: "Resource not accessible by integration" },
    {},
  ],
  ["a suspension", faultAnswers.suspended(), { message: "This installation has been suspended" }, {}],
  [
    "the primary limit",
    faultAnswers.primaryLimit(NOW),
    { message: "API rate limit exceeded for installation ID 1." },
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000) },
  ],
  [
    "a secondary limit",
    faultAnswers.secondaryLimit(7),
    { message: expect.stringMatching("secondary rate limit") },
    { "retry-after": "7" },
  ],
  ["too many requests", faultAnswers.tooManyRequests(9), {}, { "retry-after": "9" }],
  ["gone", faultAnswers.gone(), { message: "Issues are disabled for this repo" }, {}],
  ["unprocessable", faultAnswers.unprocessable(), { message: "Validation Failed" }, {}],
])("a request is answered with %s, and has no effect", async (_what, answer, body, headers) => {
  const token = await open();
  client.github.failNext({ method: "POST", path, answer });
  const answered = await issue(token);
  expect([answered.status, answered.body]).toEqual([answer.status, expect.objectContaining(body)]);
  expect(Object.fromEntries(answered.headers)).toMatchObject(headers);
  issuesAre(0);
  expect((await issue(token)).status).toBe(201);
});

test("a secondary limit may not say how long to wait", async () => {
  const token = await open();
  client.github.failNext({ method: "POST", path, answer: faultAnswers.secondaryLimit(null) });
  expect((await issue(token)).headers.has("retry-after")).toBe(false);
});

test.each([faultAnswers.unavailable(502), faultAnswers.brokenBody()])(
  "a body that is no JSON comes as it is, here after the effect",
  async (answer) => {
    const token = await open();
    client.github.failNext({ method: "POST", path, answer, afterEffect: true });
    await expect(issue(token)).rejects.toThrow(SyntaxError);
    issuesAre(1);
    expect(client.github.requests.at(-1)).toMatchObject({ status: answer.status, body: { title: "t" } });
  },
);

test("a fault holds until it is lifted, for any method", async () => {
  const token = await open();
  const held = client.github.whileOn({ method: "*", path: /./, answer: faultAnswers.unavailable(503) });
  for (let time = 0; time < 3; time += 1) await expect(issue(token)).rejects.toThrow();
  expect(held.met).toBe(3);
  held.lift();
  expect((await issue(token)).status).toBe(201);
  issuesAre(1);
});

/** Asks, and returns when the request hangs. */
async function untilHanging(ask: () => Promise<unknown>): Promise<{ answer: Promise<unknown> }> {
  const answer = ask().catch((error: unknown) => error);
  while (client.github.hanging === 0) await new Promise(setImmediate);
  return { answer };
}

test.each([
  [false, 0],
  [true, 1],
])("a request that hangs is answered when it is let go (after its effect: %s)", async (afterEffect, made) => {
  const token = await open();
  client.github.failNext({ method: "POST", path, answer: "hang", afterEffect });
  const { answer } = await untilHanging(() => issue(token));
  issuesAre(made);
  client.github.release();
  expect(await answer).toMatchObject({ status: 201 });
  issuesAre(1);
});

test("a request that hangs and is given up has no effect", async () => {
  const token = await open();
  client.github.failNext({ method: "POST", path, answer: "hang" });
  const leave = new AbortController();
  const { answer } = await untilHanging(() =>
    fetch(`${client.github.origin}/api/v3/repos/acme/billing/issues`, {
      method: "POST",
      headers: { authorization: token },
      body: '{"title":"t"}',
      signal: leave.signal,
    }),
  );
  leave.abort();
  expect(await answer).toBeInstanceOf(DOMException);
  while (client.github.hanging > 0) await new Promise(setImmediate);
  issuesAre(0);
});

test("a slow answer is the right one", async () => {
  const token = await open();
  client.github.failNext({ method: "POST", path, answer: { slowMillis: 5 } });
  expect((await issue(token)).status).toBe(201);
});
