// Senders that are slow, rude or endless, against the real server: each is told no, honest ones are served meanwhile, and
// the process holds no more memory after many of them than after a few.
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { MAX_DELIVERY_BYTES } from "../../../src/http/intake.ts";
import { deliver, openRaw, sign } from "../../support/http.ts";
import { startServer } from "../../support/server-process.ts";
import { tell } from "./chance.ts";
import { peakMegabytes, residentMegabytes } from "./memory-of.ts";

/** At rest it is around 130 MB; the intake may hold 125 MB of bodies, each once more while it is joined and compressed. */
const PEAK_MEGABYTES = 600;

const head = (id: string, more: readonly string[], body = "") => [
  "POST /api/github/webhooks HTTP/1.1",
  "host: test",
  "content-type: application/json",
  `x-github-delivery: ${id}`,
  "x-github-event: ping",
  `x-hub-signature-256: ${sign(body)}`,
  ...more,
];

/** A connection with what is written by hand; all that comes back, once it is closed. */
function talk(url: string, text: string): { socket: Socket; received: () => string; closed: Promise<void> } {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
  });
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  onTestFinished(() => void socket.destroy());
  socket.write(text);
  return { socket, received: () => received, closed };
}

const statuses = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

it("fault 9: closes headers that never end, and serves others meanwhile", async () => {
  const server = await startServer({});
  const slow = Array.from({ length: 300 }, () =>
    talk(server.url, "POST /api/github/webhooks HTTP/1.1\r\nhost: t\r\n"),
  );
  let closed = 0;
  for (const { closed: end } of slow)
    void end.then(() => {
      closed += 1;
    });
  // One more header line now and then keeps none of them open.
  const dripping = (async () => {
    for (let line = 0; closed < slow.length && line < 60; line += 1) {
      for (const { socket } of slow) if (socket.writable) socket.write(`x-${line}: 1\r\n`);
      await wait(500);
    }
  })();
  const times: number[] = [];
  for (let count = 0; count < 20; count += 1) {
    const asked = performance.now();
    expect((await deliver(server.url)).status).toBe(202);
    times.push(performance.now() - asked);
  }
  await expect.poll(() => closed, { timeout: 30_000 }).toBe(slow.length);
  await dripping;
  tell(
    `300 endless headers: all closed; 20 deliveries meanwhile, the slowest in ${Math.max(...times).toFixed(0)} ms`,
  );
}, 60_000);

it("fault 9: takes 25 MB, not a byte more, and neither a body that stops", async () => {
  const server = await startServer({});
  const body = new Uint8Array(MAX_DELIVERY_BYTES).fill(0x20);
  body.set(new TextEncoder().encode("{}"));
  expect((await deliver(server.url, { body })).status).toBe(202);
  const longer = new Uint8Array(MAX_DELIVERY_BYTES + 1).fill(0x20);
  expect(
    await deliver(server.url, { body: longer }).then(
      ({ status }) => status,
      () => "cut",
    ),
  ).toBe(413);
  const announced = openRaw(server.url, head("too-long", [`content-length: ${MAX_DELIVERY_BYTES + 1}`]));
  expect(await announced.status).toBe(413);
  const stops = openRaw(server.url, head("stops", ["content-length: 100"]));
  const asked = performance.now();
  await stops.write("{");
  expect(await stops.status).toBe(408);
  expect(performance.now() - asked).toBeLessThan(15_000);
}, 60_000);

it("fault 9: answers pipelined requests each, and wrong lengths with a refusal", async () => {
  const server = await startServer({});
  const request = (id: string, more: readonly string[], body: string) =>
    `${head(id, more, "{}").join("\r\n")}\r\n\r\n${body}`;
  const talks: [name: string, text: string, answers: number[]][] = [
    [
      "three at once",
      ["a", "b", "c"].map((id) => request(id, ["content-length: 2"], "{}")).join(""),
      [202, 202, 202],
    ],
    ["a length that is too short", request("d", ["content-length: 1"], "{}"), [400]],
    ["two lengths", request("e", ["content-length: 2", "content-length: 3"], "{}"), [400]],
    [
      "a length and chunks",
      request("f", ["content-length: 2", "transfer-encoding: chunked"], "2\r\n{}\r\n0\r\n\r\n"),
      [400],
    ],
    ["a length that is no number", request("g", ["content-length: two"], "{}"), [400]],
    [
      "a chunk of a negative size",
      request("h", ["transfer-encoding: chunked"], "-1\r\n{}\r\n0\r\n\r\n"),
      [400],
    ],
    // The rest is no request, and its refusal comes before the answer to the first: the sender tries again, under the same id.
    ["a body sent twice", request("i", ["content-length: 2"], "{}{}"), [400]],
  ];
  for (const [name, text, answers] of talks) {
    const { received, socket } = talk(server.url, text);
    await expect
      .poll(() => statuses(received()).slice(0, answers.length), { message: name })
      .toEqual(answers);
    socket.destroy();
  }
  expect((await deliver(server.url)).status).toBe(202);
}, 60_000);

it("fault 9, 17: memory stays flat under endless bodies and a thousand idle connections", async () => {
  const server = await startServer({});
  const chunk = new Uint8Array(64 * 1024).fill(0x61);
  const framed = Buffer.concat([Buffer.from("10000\r\n"), chunk, Buffer.from("\r\n")]);
  /** Twelve senders that never end, until each is refused. */
  const wave = async (number: number) => {
    const senders = Array.from({ length: 12 }, (_, index) =>
      openRaw(server.url, head(`endless-${number}-${index}`, ["transfer-encoding: chunked"])),
    );
    await Promise.all(
      senders.map(async (sender) => {
        while (!sender.ended()) await sender.write(framed);
        sender.close();
      }),
    );
    const answers = await Promise.all(senders.map(({ status }) => status));
    for (const answer of answers) expect([408, 413, 503, null]).toContain(answer);
    expect((await deliver(server.url)).status).toBe(202);
    return residentMegabytes(server.pid);
  };
  const resident: number[] = [];
  for (let number = 0; number < 6; number += 1) resident.push(await wave(number));
  const idle = Array.from({ length: 1000 }, () => talk(server.url, ""));
  await expect.poll(() => idle.filter(({ socket }) => socket.readyState === "open").length).toBe(1000);
  expect((await deliver(server.url)).status).toBe(202);
  const withIdle = residentMegabytes(server.pid);
  for (const { socket } of idle) socket.destroy();
  const peak = peakMegabytes(server.pid);
  tell(
    `72 endless bodies in 6 waves: ${resident.map((value) => value.toFixed(0)).join(", ")} MB resident after each, ` +
      `${withIdle.toFixed(0)} MB with 1,000 idle connections, ${peak.toFixed(0)} MB at most`,
  );
  expect(peak).toBeLessThan(PEAK_MEGABYTES);
  expect(Math.min(...resident.slice(3))).toBeLessThan(Math.max(...resident.slice(0, 3)) + 40);
  expect(withIdle).toBeLessThan(Math.max(...resident) + 60);
}, 120_000);

it("fault 17: answers 503 to what is too much, says so in its metrics, and takes it afterwards", async () => {
  const server = await startServer({});
  const metric = async (status: number) => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(
      new RegExp(`^firstpass_intake_answers_total\\{status="${status}"\\} (\\d+)$`, "m").exec(text)?.[1],
    );
  };
  const megabyte = new Uint8Array(1024 * 1024).fill(0x61);
  const halves = Array.from({ length: 140 }, (_, index) =>
    openRaw(server.url, head(`half-${index}`, [`content-length: ${2 * megabyte.length}`])),
  );
  await Promise.all(halves.map((sender) => sender.write(megabyte)));
  await expect.poll(() => metric(503)).toBeGreaterThan(10);
  const peak = peakMegabytes(server.pid);
  expect(peak).toBeLessThan(PEAK_MEGABYTES);
  for (const sender of halves) sender.close();
  await expect.poll(async () => (await deliver(server.url, { id: "afterwards" })).status).toBe(202);
  tell(`140 bodies of 1 MB held open: ${await metric(503)} heard 503, ${peak.toFixed(0)} MB at most`);
}, 60_000);
