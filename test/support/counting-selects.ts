// A store that counts the selects of configurations, repositories and facts: what must not grow with the number of repositories.
import type { ServerStore } from "../../src/records/store.ts";

/** The same store; what is asked inside a transaction is not counted. */
export function countingSelects(inner: ServerStore): {
  readonly store: ServerStore;
  readonly selects: () => number;
} {
  let selects = 0;
  const counting = <Table extends object>(table: Table): Table =>
    new Proxy(table, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== "function" || !/^(?:find|list)/.test(String(name))) return member;
        return (...to: unknown[]) => {
          selects++;
          return member.apply(target, to);
        };
      },
    });
  const store = {
    ...inner,
    configurations: counting(inner.configurations),
    repositories: counting(inner.repositories),
    facts: counting(inner.facts),
  };
  return { store, selects: () => selects };
}
