// A "no" of the local GitHub, worded and shaped as GitHub words it.

/** Thrown by a route, sent as `{ message, documentation_url, errors? }` with its status and headers. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly unknown[] | null;
  constructor(
    status: number,
    message: string,
    options: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly errors?: readonly unknown[];
    } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = options.headers ?? {};
    this.errors = options.errors ?? null;
  }
}

export const notFound = (): Refusal => new Refusal(404, "Not Found");

/** 422 with GitHub's list of what is wrong. */
export function validationFailed(
  errors: readonly {
    readonly resource: string;
    readonly field?: string;
    readonly code: string;
    readonly message?: string;
  }[],
): Refusal {
  return new Refusal(422, "Validation Failed", { errors });
}
