// Faults that a test asks for: the next matching request fails, before or after its effect.

export interface Fault {
  readonly method: string;
  /** Matched against the path below `/api/v3`, without the query. */
  readonly path: RegExp;
  /** `cut` closes the connection without an answer. */
  readonly answer:
    | {
        readonly status: number;
        readonly message?: string;
        readonly headers?: Readonly<Record<string, string>>;
      }
    | "cut";
  /** True: the change is made, only its answer is lost. */
  readonly afterEffect?: boolean;
  /** How many requests fail; default 1. */
  readonly times?: number;
}

export interface Faults {
  failNext(fault: Fault): void;
  /** Takes the fault that a request meets, if any. */
  take(method: string, path: string): Fault | null;
  /** Faults that no request has met: a test that leaves one behind has not tested what it says. */
  readonly unmet: readonly Fault[];
}

export function makeFaults(): Faults {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    failNext(fault) {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    take(method, path) {
      const index = waiting.findIndex(({ fault }) => fault.method === method && fault.path.test(path));
      const met = waiting[index];
      if (met === undefined) return null;
      met.left -= 1;
      if (met.left === 0) waiting.splice(index, 1);
      return met.fault;
    },
    get unmet() {
      return waiting.map(({ fault }) => fault);
    },
  };
}
