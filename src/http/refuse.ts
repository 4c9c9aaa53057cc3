// Says no to a request whose body may still be on its way, so that the sender hears the answer and no memory is spent.
import type { IncomingMessage, ServerResponse } from "node:http";

/** How long the rest of a refused body is read and thrown away. */
const LINGER_MILLIS = 1000;

/**
 * Answers with an empty body. Where the request is not fully read, the connection is closed after it.
 *
 * Closing at once would make TCP reset the connection, and the sender would see an error instead of the status; so
 * what still arrives is discarded for a moment first.
 */
export function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (request.complete) {
    response.writeHead(status, headersFor(status)).end();
    return;
  }
  response.writeHead(status, { ...headersFor(status), connection: "close" });
  response.flushHeaders();
  const close = () => {
    clearTimeout(linger);
    response.end();
    request.socket.destroySoon();
  };
  const linger = setTimeout(close, LINGER_MILLIS).unref();
  request.once("end", close).once("close", close).resume();
}

function headersFor(status: number): Record<string, string | number> {
  return status === 405 ? { "content-length": 0, allow: "POST" } : { "content-length": 0 };
}
