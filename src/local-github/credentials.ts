// Who is asking: the app, by a JWT that its private key signed; an installation, by a token that the app was given; or a person or a
// workflow, by a token that was added.
import { createHmac, type KeyObject, randomBytes, verify } from "node:crypto";
import { makeAddedToken, type NewToken } from "./added-token.ts";
import { Refusal } from "./refusal.ts";
import type { Installation, LocalState, PermissionLevel, Repository } from "./state.ts";
import type { AddedToken, InstallationToken, Token } from "./token.ts";

export type { Token } from "./token.ts";

const MAX_JWT_SECONDS = 600;
const CLOCK_DRIFT_SECONDS = 60;
const TOKEN_MILLIS = 60 * 60 * 1000;

export interface Credentials {
  /** @throws Refusal 401, naming what is wrong with the JWT as GitHub does. */
  requireApp(authorization: string | undefined): void;
  issueToken(
    installation: Installation,
    narrowed: {
      readonly permissions?: Readonly<Record<string, PermissionLevel>>;
      readonly repositoryIds?: readonly number[];
    },
  ): InstallationToken;
  /** Makes a token known that is no app's, as somebody or a workflow run was given it. @throws Error when GitHub has no such token. */
  addToken(token: NewToken): AddedToken;
  /** @throws Refusal 401 without a valid token, 403 when its installation is suspended. */
  requireToken(authorization: string | undefined): Token;
  /** Ends all tokens of installations at once, as a revocation or an hour does. */
  expireTokens(): void;
}

/** A token of an installation follows it: what is not selected any more is not seen any more. */
export function ownsRepository(token: Token, { id, owner }: Repository): boolean {
  const selected = (ids: readonly number[] | null) => ids === null || ids.includes(id);
  if (!selected(token.repositoryIds)) return false;
  if (token.kind === "installation")
    return owner.id === token.installation.account.id && selected(token.installation.repositoryIds);
  return token.ownerLogins === null || token.ownerLogins.includes(owner.login.toLowerCase());
}

function decodeJson(part: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
    return value !== null && typeof value === "object" ? { ...value } : {};
  } catch {
    return {};
  }
}

/**
 * Checks JWTs and keeps tokens.
 *
 * @param wallClock Milliseconds UTC that JWTs and tokens are held against: real time, even where the content's time is made.
 */
export function makeCredentials(
  state: LocalState,
  publicKey: KeyObject,
  wallClock: () => number,
): Credentials {
  const tokens = new Map<string, InstallationToken>();
  const added = new Map<string, AddedToken>();
  const badCredentials = () => new Refusal(401, "Bad credentials");
  const read = (authorization: string | undefined) =>
    /^(?:bearer|token) (\S+)$/i.exec(authorization ?? "")?.[1];

  function requireApp(authorization: string | undefined): void {
    const jwt = read(authorization);
    if (jwt === undefined) throw new Refusal(401, "A JSON web token could not be decoded");
    const [head, claims, signature] = jwt.split(".");
    if (decodeJson(head).alg !== "RS256" || signature === undefined) {
      throw new Refusal(401, "A JSON web token could not be decoded");
    }
    const signed = Buffer.from(`${head}.${claims}`);
    if (!verify("RSA-SHA256", signed, publicKey, Buffer.from(signature, "base64url"))) {
      throw new Refusal(401, "A JSON web token could not be decoded");
    }
    const { iss, iat, exp } = decodeJson(claims);
    const now = Math.floor(wallClock() / 1000);
    if (String(iss) !== String(state.app.id))
      throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer");
    if (typeof exp !== "number" || exp <= now - CLOCK_DRIFT_SECONDS) {
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    }
    if (exp > now + MAX_JWT_SECONDS) {
      throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
    }
    if (typeof iat !== "number" || iat > now + CLOCK_DRIFT_SECONDS) {
      throw new Refusal(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      );
    }
  }

  function issueToken(
    installation: Installation,
    narrowed: { permissions?: Readonly<Record<string, PermissionLevel>>; repositoryIds?: readonly number[] },
  ): InstallationToken {
    const digest = createHmac("sha256", randomBytes(32)).update(String(installation.id)).digest("hex");
    const token: InstallationToken = {
      kind: "installation",
      value: `ghs_${digest.slice(0, 36)}`,
      installation,
      permissions: narrowed.permissions ?? installation.permissions,
      repositoryIds: narrowed.repositoryIds ?? installation.repositoryIds,
      expiresAt: wallClock() + TOKEN_MILLIS,
    };
    tokens.set(token.value, token);
    return token;
  }

  function requireToken(authorization: string | undefined): Token {
    const value = read(authorization) ?? "";
    const known = added.get(value);
    if (known !== undefined && known.expiresAt > wallClock()) return known;
    const token = tokens.get(value);
    if (token === undefined || token.expiresAt <= wallClock()) throw badCredentials();
    if (!state.installations.has(token.installation.id)) throw badCredentials();
    if (token.installation.suspended) throw new Refusal(403, "This installation has been suspended");
    return token;
  }

  function addToken(given: NewToken): AddedToken {
    const token = makeAddedToken(state, given);
    added.set(token.value, token);
    return token;
  }

  return { requireApp, issueToken, addToken, requireToken, expireTokens: () => tokens.clear() };
}
