// The HTTP server: four routes on plain node:http, time-outs against idle and slow connections, and an orderly end.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const WEBHOOK_PATH = "/api/github/webhooks";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Routes {
  readonly intake: Handler;
  readonly health: Handler;
  readonly readiness: Handler;
  readonly metrics: Handler;
}

export interface HttpServer {
  /** `http://host:port`, with the port that was really taken. */
  readonly url: string;
  /** Takes no more connections; resolves when the requests in hand are answered, and cuts those that are not after `graceMillis`. */
  close(graceMillis: number): Promise<void>;
}

/** The address cannot be listened on. Reaches people: the message says which variable to change. */
export class AddressError extends Error {
  override readonly name = "AddressError";
}

/** Starts to listen. @throws AddressError where the address is taken or not this machine's. */
export async function startHttpServer(options: {
  readonly host: string;
  readonly port: number;
  readonly routes: Routes;
  readonly onError: (error: unknown) => void;
}): Promise<HttpServer> {
  const { routes } = options;
  let closing = false;

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    // A connection kept alive for a next request would hold up the end until its time-out.
    response.once("close", () => {
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
    routeRequest(routes, request, response).catch((error: unknown) => {
      options.onError(error);
      if (!response.headersSent) response.writeHead(500, { "content-length": 0 });
      response.end();
    });
  };
  const server = createServer(
    {
      headersTimeout: 10_000,
      // Above the intake's own deadline, which answers first; a last resort for the other routes.
      requestTimeout: 30_000,
      // Longer than the idle time of common load balancers (60 s), so that they close first and race nobody.
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5000,
    },
    serve,
  );
  server.on("checkContinue", serve);
  await listen(server, options.port, options.host);

  const { port, address, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    close(graceMillis) {
      closing = true;
      return new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMillis);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}

async function routeRequest(routes: Routes, request: IncomingMessage, response: ServerResponse) {
  const path = (request.url ?? "").split("?", 1)[0];
  if (path === WEBHOOK_PATH) return routes.intake(request, response);
  const isRead = request.method === "GET" || request.method === "HEAD";
  const route = { "/healthz": routes.health, "/readyz": routes.readiness, "/metrics": routes.metrics }[
    path ?? ""
  ];
  if (route && isRead) return route(request, response);
  response.writeHead(route ? 405 : 404, { "content-length": 0, ...(route ? { allow: "GET" } : {}) }).end();
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      reject(
        new AddressError(
          `Cannot listen on ${host}, port ${port} (${error.code}). Set HOST and PORT to an address that is free.`,
          { cause: error },
        ),
      );
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve();
    });
  });
}
