// Faults that a test asks for: a matching request is answered wrongly, late or never, before or after its effect.

/** Something that GitHub says. */
export interface FaultAnswer {
  readonly status: number;
  /** Default: "Server Error". Not used where `raw` is given. */
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body that is not GitHub's JSON, sent as it is. */
  readonly raw?: { readonly contentType: string; readonly text: string };
}

export interface Fault {
  /** `*`: any. */
  readonly method: string;
  /** Matched against the path below `/api/v3`, without the query; `/graphql` for GraphQL. */
  readonly path: RegExp;
  /**
   * `cut` closes the connection without an answer. `hang` gives none until the asker leaves or `release` is called; then the right one.
   * `slowMillis` gives the right answer so much later.
   */
  readonly answer: FaultAnswer | "cut" | "hang" | { readonly slowMillis: number };
  /** True: the change is made, only its answer is lost, wrong or late. */
  readonly afterEffect?: boolean;
  /** How many requests fail; default 1. A fault that is held does not end by itself. */
  readonly times?: number;
}

/** A fault that every matching request meets until it is lifted. */
export interface HeldFault {
  lift(): void;
  /** How many requests have met it. */
  readonly met: number;
}

export interface Faults {
  failNext(fault: Fault): void;
  /** Has every matching request meet the fault from now on. */
  whileOn(fault: Fault): HeldFault;
  /** Lets go all requests that hang: they are answered as if nothing had been. */
  release(): void;
  /** Takes the fault that a request meets, if any. */
  take(method: string, path: string): Fault | null;
  /** Waits for `release`, or for the asker to leave. */
  hold(left: Promise<void>): Promise<"released" | "left">;
  /** Faults that no request has met: a test that leaves one behind has not tested what it says. */
  readonly unmet: readonly Fault[];
  /** How many requests hang now. */
  readonly hanging: number;
}

interface Waiting {
  readonly fault: Fault;
  left: number;
  met: number;
}

export function makeFaults(): Faults {
  const waiting: Waiting[] = [];
  const hanging = new Set<() => void>();
  const end = (one: Waiting) => {
    const index = waiting.indexOf(one);
    if (index >= 0) waiting.splice(index, 1);
  };
  return {
    failNext(fault) {
      waiting.push({ fault, left: fault.times ?? 1, met: 0 });
    },
    whileOn(fault) {
      const held: Waiting = { fault, left: Number.POSITIVE_INFINITY, met: 0 };
      waiting.push(held);
      return {
        lift: () => end(held),
        get met() {
          return held.met;
        },
      };
    },
    release() {
      for (const letGo of hanging) letGo();
    },
    take(method, path) {
      const met = waiting.find(
        ({ fault }) => (fault.method === "*" || fault.method === method) && fault.path.test(path),
      );
      if (met === undefined) return null;
      met.left -= 1;
      met.met += 1;
      if (met.left <= 0) end(met);
      return met.fault;
    },
    async hold(left) {
      const { promise, resolve } = Promise.withResolvers<"released" | "left">();
      const letGo = () => resolve("released");
      hanging.add(letGo);
      left.then(() => resolve("left"));
      const how = await promise;
      hanging.delete(letGo);
      return how;
    },
    get unmet() {
      return waiting.filter(({ met, left }) => met === 0 || Number.isFinite(left)).map(({ fault }) => fault);
    },
    get hanging() {
      return hanging.size;
    },
  };
}
