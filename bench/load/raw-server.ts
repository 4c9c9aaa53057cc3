// The ceiling: an HTTP server that reads the body, checks its signature, keeps nothing and answers.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { benchSecret } from "./deliveries.ts";

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const wanted = `sha256=${createHmac("sha256", benchSecret).update(Buffer.concat(chunks)).digest("hex")}`;
    const given = String(request.headers["x-hub-signature-256"] ?? "");
    const right = wanted.length === given.length && timingSafeEqual(Buffer.from(wanted), Buffer.from(given));
    response.writeHead(right ? 202 : 401, { "content-length": 0 }).end();
  });
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
});
process.on("SIGTERM", () => process.exit(0));
