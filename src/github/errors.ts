// The ways in which GitHub says no, told apart because each is answered differently.

import type { Resource } from "../core/requests/request-cost.ts";
import type { Access } from "./access.ts";

/** As whom was asked; absent: as an installation. */
type AskedErrorOptions = ErrorOptions & { readonly access?: Access };

/** A permission is missing, or the installation is suspended. Reaches people: the message says what to grant. Not retried. */
export class PermissionError extends Error {
  override readonly name = "PermissionError";
  readonly permission: string | null;
  readonly access: Access;
  constructor(message: string, permission: string | null, options: AskedErrorOptions = {}) {
    super(message, options);
    this.permission = permission;
    this.access = options.access ?? "installation";
  }
}

/** A primary or secondary limit, GitHub's or our own in front of it. Not before `until` (ms UTC). */
export class RateLimited extends Error {
  override readonly name = "RateLimited";
  readonly until: number;
  /** What GitHub stopped: one hour's budget (`core`, `graphql`), or everything. */
  readonly resource: Resource | "all";
  /** GitHub gave no time: `until` is the least that it asks for. */
  readonly guessed: boolean;
  constructor(
    message: string,
    until: number,
    options: ErrorOptions & { readonly resource?: Resource | "all"; readonly guessed?: boolean } = {},
  ) {
    super(message, options);
    this.until = until;
    this.resource = options.resource ?? "all";
    this.guessed = options.guessed ?? false;
  }
}

/** 5xx, a time-out, a cut connection: the change may or may not have been made. Look before asking again. */
export class Transient extends Error {
  override readonly name = "Transient";
}

/** 404: gone, moved, or not visible to us. */
export class NotFound extends Error {
  override readonly name = "NotFound";
  readonly access: Access;
  constructor(message: string, options: AskedErrorOptions = {}) {
    super(message, options);
    this.access = options.access ?? "installation";
  }
}

/** 409, 410, 422: asked in vain, and asking again would not help (issues disabled, archived, invalid). Shown, not looped. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
