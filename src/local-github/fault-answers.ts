// What GitHub says when it refuses or fails, each kind as it words it: for the faults that tests ask for.
import type { FaultAnswer } from "./faults.ts";

const plain = (status: number, message: string) => (): FaultAnswer => ({ status, message });

const secondaryLimit =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

const page = (title: string) =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body><p>${title}</p></body></html>`;

const waitFor = (retryAfterSeconds: number | null): Record<string, string> =>
  retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) };

export const faultAnswers = {
  /** 401: the token is revoked, or its hour is over. */
  badCredentials: plain(401, "Bad credentials"),
  /** 403: the installation was not granted what this needs. */
  notPermitted: (accepted = "contents=read"): FaultAnswer => ({
    status: 403,
    message: "Resource not accessible by integration",
    headers: { "x-accepted-github-permissions": accepted },
  }),
  /** 403: the organisation wants single sign-on of the token's person, who has not authorised the token for it. */
  ssoRequired: (organisation = "acme"): FaultAnswer => ({
    status: 403,
    message:
      "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.",
    headers: {
      "x-github-sso": `required; url=https://github.com/orgs/${organisation}/sso?authorization_request=A1B2C3`,
    },
  }),
  /** 403: the organisation takes no classic tokens. */
  classicForbidden: (organisation = "acme"): FaultAnswer => ({
    status: 403,
    message: `\`${organisation}\` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.`,
  }),
  /** 403: somebody has suspended the installation. */
  suspended: plain(403, "This installation has been suspended"),
  /** 403: the hour's requests are used up. @param resetAt Milliseconds UTC. */
  primaryLimit: (resetAt: number, installationId = 1): FaultAnswer => ({
    status: 403,
    message: `API rate limit exceeded for installation ID ${installationId}.`,
    headers: {
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-used": "5000",
      "x-ratelimit-reset": String(Math.ceil(resetAt / 1000)),
      "x-ratelimit-resource": "core",
    },
  }),
  /** 403: too much at once. Null: GitHub does not say how long to wait. */
  secondaryLimit: (retryAfterSeconds: number | null): FaultAnswer => ({
    status: 403,
    message: secondaryLimit,
    headers: { "x-ratelimit-remaining": "4000", ...waitFor(retryAfterSeconds) },
  }),
  /** 429: the same, by its other status. */
  tooManyRequests: (retryAfterSeconds: number | null): FaultAnswer => ({
    status: 429,
    message: secondaryLimit,
    headers: waitFor(retryAfterSeconds),
  }),
  /** 404: gone, or not for this installation. */
  notFound: plain(404, "Not Found"),
  /** 409: the repository is empty, or something changed meanwhile. */
  conflict: plain(409, "Conflict"),
  /** 410: issues are disabled, or what was there is deleted. */
  gone: plain(410, "Issues are disabled for this repo"),
  /** 422: GitHub does not take it, and never will. */
  unprocessable: plain(422, "Validation Failed"),
  /** 500 to 504 with a page of HTML, as GitHub's front gives it. */
  unavailable: (status: 500 | 502 | 503 | 504 = 502): FaultAnswer => ({
    status,
    raw: { contentType: "text/html", text: page("Unicorn! · GitHub") },
  }),
  /** 200 with a body that ends too early to be JSON. */
  brokenBody: (): FaultAnswer => ({
    status: 200,
    raw: { contentType: "application/json; charset=utf-8", text: '{"id": 1, "name": "bro' },
  }),
} as const;
