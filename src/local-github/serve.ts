// One request through the local GitHub, as GitHub treats it: who asks, may they, is it within limits, is it well-formed, then its route.
// Everything asked is recorded, and what no route answers is recorded as unexpected.
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { requireAccess } from "./access.ts";
import type { Credentials, Token } from "./credentials.ts";
import type { Faults } from "./faults.ts";
import type { Meter } from "./limits.ts";
import { meetFault } from "./meet-fault.ts";
import { describeOperation } from "./openapi.ts";
import { notFound, Refusal } from "./refusal.ts";
import { makeRouter, type Route, type RouteAnswer } from "./route.ts";
import type { LocalState } from "./state.ts";
import { headersOf, spenderOf } from "./token.ts";

export interface RecordedRequest {
  readonly method: string;
  /** Below `/api/v3`, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly operationId: string | null;
  readonly body: unknown;
  /** What was answered; null when no answer was given. */
  readonly status: number | null;
  readonly answer: unknown;
  /** Names in the query or body that GitHub's description does not know. GitHub ignores them; a test need not. */
  readonly unknownNames: readonly string[];
  /** Ways in which our own answer strays from GitHub's description. */
  readonly answerProblems: readonly string[];
}

export interface ServeOptions {
  readonly state: LocalState;
  readonly routes: readonly Route[];
  readonly credentials: Credentials;
  readonly meter: Meter;
  readonly faults: Faults;
  readonly record: (request: RecordedRequest) => void;
  readonly recordUnexpected: (request: { readonly method: string; readonly path: string }) => void;
  /** Holds our own answers against GitHub's description, too: slower, for tests. */
  readonly checkAnswers: boolean;
}

const API_PREFIX = "/api/v3";
/** GraphQL lies beside the REST API, and is found below it, too. */
function pathBelow(pathname: string): string | null {
  if (pathname === "/api/graphql") return "/graphql";
  return pathname.startsWith(`${API_PREFIX}/`) ? pathname.slice(API_PREFIX.length) : null;
}

const documentation = "https://docs.github.com/rest";

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
}

/** What was asked, also where a fault kept it from being looked at. */
function readableJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function showRefusal({ status, headers, message, errors }: Refusal): RouteAnswer {
  const listed = errors === null ? {} : { errors };
  const body = { message, documentation_url: documentation, status: String(status), ...listed };
  return { status, headers, body };
}

function send(
  response: ServerResponse,
  answer: RouteAnswer,
  headers: Readonly<Record<string, string>>,
): void {
  const all = { ...headers, ...answer.headers };
  if (answer.status === 204 || answer.status === 304) {
    response.writeHead(answer.status, all).end();
    return;
  }
  const contentType = answer.raw?.contentType ?? "application/json; charset=utf-8";
  const media = answer.raw === undefined ? { "x-github-media-type": "github.v3; format=json" } : {};
  response.writeHead(answer.status, { ...all, "content-type": contentType, ...media });
  response.end(answer.raw?.text ?? JSON.stringify(answer.body));
}

/** GitHub's ETags hold for one token: another one gets the whole answer again. */
const etagOf = ({ value }: Token, path: string, answer: RouteAnswer): string =>
  `W/"${createHash("sha256")
    .update(JSON.stringify([value, path, answer.headers ?? {}, answer.body]))
    .digest("hex")}"`;

/** Makes the request listener of the local GitHub's server. */
export function makeListener(options: ServeOptions) {
  const findRoute = makeRouter(options.routes);
  const { state, credentials, meter, faults } = options;

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const origin = `http://${request.headers.host ?? "127.0.0.1"}`;
    const url = new URL(request.url ?? "/", origin);
    const method = request.method ?? "GET";
    const path = pathBelow(url.pathname);
    const query = Object.fromEntries(url.searchParams);
    const headers: Record<string, string> = {
      "x-github-request-id": String(state.nextId()),
      date: new Date(state.now()).toUTCString(),
    };
    if (state.enterpriseVersion !== null) headers["x-github-enterprise-version"] = state.enterpriseVersion;
    let body: unknown;
    const found = path === null ? null : findRoute(method, path);
    const operationId = found?.route.operationId ?? null;
    const operation = operationId === null ? null : describeOperation(operationId);

    const handle = async (): Promise<RouteAnswer> => {
      body = text === "" ? undefined : parseJson(text);
      if (found === null) {
        options.recordUnexpected({ method, path: url.pathname });
        throw notFound();
      }
      const { route, parameters } = found;
      const call = { state, origin, parameters, query, body, token: null };
      const authorization = request.headers.authorization;
      if (state.absentOperations.has(operationId ?? route.template)) throw notFound();
      if (route.auth === "app") credentials.requireApp(authorization);
      const token = route.auth === "app" ? null : credentials.requireToken(authorization);
      if (token !== null) {
        Object.assign(headers, headersOf(token));
        if (route.free !== true)
          Object.assign(headers, meter.count(spenderOf(token), route.createsContent === true));
        requireAccess(token, route, call);
      }
      const problems = [...(operation?.checkQuery(query) ?? []), ...(operation?.checkBody(body) ?? [])];
      if (problems.length > 0) throw new Refusal(422, `Invalid request.\n\n${problems.join("\n")}`);
      const handled = await route.handle({ ...call, token });
      if (token === null || method !== "GET" || handled.status !== 200 || route.free) return handled;
      const etag = etagOf(token, request.url ?? "", handled);
      headers.etag = etag;
      if (request.headers["if-none-match"] !== etag) return handled;
      Object.assign(headers, meter.refund(spenderOf(token)));
      return { status: 304, body: null, headers: handled.headers ?? {} };
    };

    const perform = async (): Promise<RouteAnswer> => {
      try {
        return await handle();
      } catch (error) {
        return showRefusal(error instanceof Refusal ? error : new Refusal(500, String(error)));
      }
    };

    const text = await readText(request);
    const fault = faults.take(method, path ?? url.pathname);
    const left = new Promise<void>((resolve) => response.once("close", () => resolve()));
    const answer = await meetFault(fault, faults, perform, left);
    options.record({
      method,
      path: path ?? url.pathname,
      query,
      operationId,
      body: body ?? readableJson(text),
      status: answer?.status ?? null,
      answer: answer?.raw?.text ?? answer?.body ?? null,
      unknownNames: operation?.unknownNames(query, body) ?? [],
      answerProblems:
        options.checkAnswers && answer !== null && fault === null
          ? (operation?.checkAnswer(answer.status, answer.body) ?? [])
          : [],
    });
    if (answer === null) request.socket.destroy();
    else send(response, answer, headers);
  };
}
