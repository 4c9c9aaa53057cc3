// A stateful GitHub on this machine, over HTTP under `/api/v3`, as strict as GitHub: for the demo and the end-to-end tests.
// It answers what `src/github` asks, keeps what is written, and sends signed deliveries.
import { createPublicKey } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { NewToken } from "./added-token.ts";
import { type Credentials, makeCredentials } from "./credentials.ts";
import { type Deliverer, makeDeliverer } from "./deliveries.ts";
import { type Fault, type HeldFault, makeFaults } from "./faults.ts";
import { graphqlRoutes } from "./graphql/route.ts";
import { recordDelivery } from "./history/recorder.ts";
import { githubLimits, type Limits, makeMeter } from "./limits.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { activityRoutes } from "./routes/activity.ts";
import { alertRoutes } from "./routes/alerts.ts";
import { appRoutes } from "./routes/app.ts";
import { checkRunRoutes } from "./routes/check-runs.ts";
import { commitCheckRoutes } from "./routes/commit-checks.ts";
import { contentsRoutes } from "./routes/contents.ts";
import { evidenceRoutes } from "./routes/evidence.ts";
import { governanceRoutes } from "./routes/governance.ts";
import { historyRoutes } from "./routes/history.ts";
import { hookDeliveryRoutes } from "./routes/hook-deliveries.ts";
import { issueRoutes } from "./routes/issues.ts";
import { labelRoutes } from "./routes/labels.ts";
import { pullRequestRoutes } from "./routes/pull-requests.ts";
import { rateLimitRoutes } from "./routes/rate-limit.ts";
import { repositoryRoutes } from "./routes/repositories.ts";
import { secretRoutes } from "./routes/secrets.ts";
import { teamRoutes } from "./routes/teams.ts";
import { workflowRunRoutes } from "./routes/workflow-runs.ts";
import { makeListener, type RecordedRequest } from "./serve.ts";
import { type LocalState, makeState } from "./state.ts";
import type { AddedToken } from "./token.ts";

export interface LocalGitHubOptions {
  readonly appId: number;
  readonly appSlug?: string;
  /** PEM of the key that the app's JWTs are checked with. */
  readonly publicKey: string;
  readonly webhookSecret: string;
  /** Default: a free one. Always on loopback. */
  readonly port?: number;
  /** Milliseconds UTC of everything that GitHub dates, and of its limits. */
  readonly now?: () => number;
  /** Milliseconds UTC that JWTs and tokens are held against; default: real time. */
  readonly wallClock?: () => number;
  readonly limits?: Partial<Limits>;
  /** Holds our own answers against GitHub's description, too. */
  readonly checkAnswers?: boolean;
}

export interface LocalGitHub extends Deliverer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** `127.0.0.1:PORT`, for `GHE_HOST`. */
  readonly host: string;
  readonly state: LocalState;
  readonly credentials: Credentials;
  /** A token that is no app's: of a person, or of a workflow run. */
  addToken(token: NewToken): AddedToken;
  readonly requests: readonly RecordedRequest[];
  /** Asked, and no route has it. */
  readonly unexpectedRequests: readonly { readonly method: string; readonly path: string }[];
  failNext(fault: Fault): void;
  /** Every matching request meets the fault until it is lifted. */
  whileOn(fault: Fault): HeldFault;
  /** Answers all requests that hang. */
  release(): void;
  /** How many requests hang now. */
  readonly hanging: number;
  readonly unmetFaults: readonly Fault[];
  stop(): Promise<void>;
}

/** Starts it on loopback. @throws Error when the port is taken or the key is not a PEM. */
export async function startLocalGitHub(options: LocalGitHubOptions): Promise<LocalGitHub> {
  const now = options.now ?? Date.now;
  const slug = options.appSlug ?? "firstpass";
  const state = makeState({ id: options.appId, slug, name: "Firstpass" }, now);
  const wallClock = options.wallClock ?? Date.now;
  const credentials = makeCredentials(state, createPublicKey(options.publicKey), wallClock);
  const deliverer = makeDeliverer({
    appId: options.appId,
    webhookSecret: options.webhookSecret,
    now,
    record: (event, payload) => recordDelivery(state, event, payload),
  });
  const faults = makeFaults();
  const meter = makeMeter({ ...githubLimits, ...options.limits }, now);
  const requests: RecordedRequest[] = [];
  const unexpectedRequests: { method: string; path: string }[] = [];
  const listener = makeListener({
    state,
    credentials,
    faults,
    meter,
    routes: [
      ...appRoutes(credentials),
      ...hookDeliveryRoutes(deliverer),
      ...checkRunRoutes,
      ...issueRoutes,
      ...labelRoutes,
      ...contentsRoutes,
      ...historyRoutes,
      ...pullRequestRoutes,
      ...activityRoutes,
      ...commitCheckRoutes,
      ...workflowRunRoutes,
      ...alertRoutes,
      ...secretRoutes,
      ...governanceRoutes,
      ...evidenceRoutes,
      ...repositoryRoutes,
      ...accountRoutes,
      ...teamRoutes,
      ...rateLimitRoutes(meter),
      ...graphqlRoutes(meter, (field) => unexpectedRequests.push({ method: "QUERY", path: field })),
    ],
    record: (request) => requests.push(request),
    recordUnexpected: (request) => unexpectedRequests.push(request),
    checkAnswers: options.checkAnswers ?? false,
  });
  const server = createServer((request, response) => {
    listener(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    state,
    credentials,
    addToken: credentials.addToken,
    requests,
    unexpectedRequests,
    failNext: faults.failNext,
    whileOn: faults.whileOn,
    release: faults.release,
    get hanging() {
      return faults.hanging;
    },
    get unmetFaults() {
      return faults.unmet;
    },
    setTarget: deliverer.setTarget,
    deliver: deliverer.deliver,
    redeliver: deliverer.redeliver,
    log: deliverer.log,
    get hasTarget() {
      return deliverer.hasTarget;
    },
    get shownLog() {
      return deliverer.shownLog;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
