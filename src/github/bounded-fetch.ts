// The fetch behind Octokit. What answers may be no GitHub at all: an answer has so long and so many bytes, and nobody is asked
// but the host that was meant. Whatever breaks a bound ends as a request without an answer.
import { isNestedDeeper } from "./json-depth.ts";

export interface FetchBounds {
  /** For the whole answer, the redirects before it included. */
  readonly answerMillis: number;
  /** Of a body, decompressed. Absent: 32 MiB, several times what GitHub's largest lists take. */
  readonly maximumBytes?: number;
  /** What sends each request. Absent: the platform's. */
  readonly send?: typeof fetch;
  /** What goes along with each request and must come back in no answer: `***` stands in its place. */
  readonly token?: string;
}

const MAXIMUM_BYTES = 32 * 1024 * 1024;
/** GitHub's own answers have a dozen levels at most. */
const MAXIMUM_DEPTH = 100;
/** GitHub leads from a former name to today's address in one. */
const MAXIMUM_REDIRECTS = 3;

/**
 * A fetch that reads the whole answer within the bounds. A GET follows redirects on its own host; one to another host is
 * refused, also where redirects are only to be seen: neither the question nor the token is meant for it, and GitHub moves
 * nothing there.
 */
export function boundedFetch(bounds: FetchBounds): typeof fetch {
  const { answerMillis, maximumBytes = MAXIMUM_BYTES } = bounds;
  return async (input, init) => {
    const send = bounds.send ?? fetch;
    const limit = AbortSignal.timeout(answerMillis);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const followed = { ...init, signal, redirect: "manual" } as const;
    let address = new URL(input instanceof Request ? input.url : input);
    let response = await send(input, followed);
    for (let hops = 0; isRedirect(response); hops += 1) {
      const next = leadsTo(response, address);
      if (next.origin !== address.origin) throw new Error("it sends to another host, which is not asked");
      if (init?.redirect === "manual") break;
      if (hops === MAXIMUM_REDIRECTS || (init?.method ?? "GET") !== "GET")
        throw new Error("it sends elsewhere, where it is not followed");
      await response.body?.cancel();
      address = next;
      response = await send(address, followed);
    }
    return readWhole(response, maximumBytes, bounds.token);
  };
}

function isRedirect({ status, headers }: Response): boolean {
  return [301, 302, 303, 307, 308].includes(status) && headers.has("location");
}

function leadsTo({ headers }: Response, from: URL): URL {
  const location = headers.get("location") ?? "";
  if (!URL.canParse(location, from.href)) throw new Error("it sends to an address that is none");
  return new URL(location, from);
}

/** The same answer with its body in memory. */
async function readWhole(response: Response, maximumBytes: number, token?: string): Promise<Response> {
  const { body, status, statusText, headers, url } = response;
  if (body === null) return response;
  const tooLarge = () => new Error(`it is larger than ${maximumBytes} bytes`);
  if (Number(headers.get("content-length") ?? 0) > maximumBytes) {
    await body.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const content = withoutToken(Buffer.concat(chunks), token);
  if (isNestedDeeper(content, MAXIMUM_DEPTH)) throw new Error("it is nested too deeply");
  const whole = new Response(content, { status, statusText, headers });
  return Object.defineProperty(whole, "url", { value: url });
}

/** No token is that short: a word that answers are made of is left. */
const shortestToken = 8;

/** A proxy that answers with what it was sent would have the token shown, and kept. */
function withoutToken(content: Buffer<ArrayBuffer>, token = ""): Buffer<ArrayBuffer> {
  if (token.length < shortestToken || !content.includes(token)) return content;
  return Buffer.from(content.toString("latin1").replaceAll(token, "***"), "latin1");
}
