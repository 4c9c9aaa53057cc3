import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { createByteBudget } from "../../src/http/byte-budget.ts";
import { readBody } from "../../src/http/read-body.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function memoryBytes() {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

it("fault 9: a body that comes a byte at a time takes no more memory than a few times its size", async () => {
  const bytes = 300_000;
  const request = Object.assign(new EventEmitter(), { pause() {} });
  const before = memoryBytes();
  const read = readBody(
    request as unknown as IncomingMessage,
    { maxBytes: bytes, deadlineMillis: 60_000 },
    createByteBudget(bytes).reserve(),
  );
  for (let sent = 0; sent < bytes; sent++) request.emit("data", Buffer.from([sent % 251]));
  expect(memoryBytes() - before).toBeLessThan(10 * bytes);
  request.emit("end");
  const result = await read;
  expect(
    "body" in result && result.body.equals(Buffer.from(Array.from({ length: bytes }, (_, n) => n % 251))),
  ).toBe(true);
});
