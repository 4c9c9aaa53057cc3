import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type LocalClient, NOW, openLocalClient, pluck, signJwt } from "./local-client.ts";

let client: LocalClient;
afterEach(() => client.github.stop());
const issue = (token: string) => client.ask("POST", "/repos/acme/billing/issues", { title: "t" }, token);

describe("limits", () => {
  test("the hour's requests run out with a reset time, and come back after it", async () => {
    let now = NOW;
    client = await openLocalClient({ now: () => now, limits: { requestsPerHour: 2 } });
    const token = await client.takeToken();
    const get = () => client.ask("GET", "/repos/acme/billing", undefined, token);
    await get();
    expect((await get()).headers.get("x-ratelimit-remaining")).toBe("0");
    const refused = await get();
    expect(refused.status).toBe(403);
    expect(Number(refused.headers.get("x-ratelimit-reset"))).toBe(NOW / 1000 + 3600);
    now += 3_600_000;
    expect((await get()).status).toBe(200);
  });

  test("content created too fast is refused for a while", async () => {
    let now = NOW;
    client = await openLocalClient({ now: () => now, limits: { contentCreationsPerMinute: 1 } });
    const token = await client.takeToken();
    expect((await issue(token)).status).toBe(201);
    const refused = await issue(token);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([403, "60"]);
    now += 60_000;
    expect((await issue(token)).status).toBe(201);
  });
});

describe("faults", () => {
  test("an answer is lost after its effect", async () => {
    client = await openLocalClient();
    const token = await client.takeToken();
    client.github.failNext({ method: "POST", path: /\/issues$/, answer: { status: 502 }, afterEffect: true });
    expect((await issue(token)).status).toBe(502);
    expect(client.repository.issues.size).toBe(1);
    expect(client.github.unmetFaults).toEqual([]);
  });

  test("a connection is cut before any effect", async () => {
    client = await openLocalClient();
    const token = await client.takeToken();
    client.github.failNext({ method: "POST", path: /\/issues$/, answer: "cut" });
    await expect(issue(token)).rejects.toThrow();
    expect(client.repository.issues.size).toBe(0);
    expect((await issue(token)).status).toBe(201);
  });
});

describe("deliveries", () => {
  test("are signed, logged, and sent again under the same id only when asked for", async () => {
    client = await openLocalClient();
    const seen: { headers: Record<string, unknown>; body: string }[] = [];
    let status = 500;
    const app = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      seen.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    client.github.setTarget(`http://127.0.0.1:${(app.address() as AddressInfo).port}/`);
    const sent = await client.github.deliver("push", { ref: "refs/heads/main" }, { id: "guid-1" });
    expect(sent.statusCode).toBe(500);
    const digest = createHmac("sha256", "local secret").update(seen[0]!.body).digest("hex");
    expect(seen[0]!.headers).toMatchObject({
      "x-hub-signature-256": `sha256=${digest}`,
      "x-github-event": "push",
    });

    status = 202;
    const jwt = `bearer ${signJwt({})}`;
    const failed = await client.ask("GET", "/app/hook/deliveries?status=failure", undefined, jwt);
    expect(pluck(failed.body, "guid")).toEqual(["guid-1"]);
    const again = await client.ask(
      "POST",
      `/app/hook/deliveries/${failed.body[0]!.id}/attempts`,
      undefined,
      jwt,
    );
    expect(again.status).toBe(202);
    expect(seen.map(({ headers }) => headers["x-github-delivery"])).toEqual(["guid-1", "guid-1"]);
    expect(client.github.log.map(({ redelivery }) => redelivery)).toEqual([false, true]);
    expect(client.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
    await new Promise((resolve) => app.close(resolve));
  });
});
