// What is wanted of a large JSON document, said as a value: everything else is never put together. A shape is the schema at this edge:
// a schema library would need the whole document in memory first.

export type Shape =
  | { readonly kind: "text"; readonly most: number; readonly cut: boolean }
  | { readonly kind: "number" }
  | { readonly kind: "flag" }
  | { readonly kind: "present" }
  | { readonly kind: "list"; readonly of: Shape; readonly most: number }
  | { readonly kind: "dictionary"; readonly of: Shape; readonly most: number }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Shape> };

/** A string. A longer one than `most` UTF-16 units counts as absent, or is cut. */
export const text = (most = 1024) => ({ kind: "text", most, cut: false }) as const;
export const cutText = (most = 1024) => ({ kind: "text", most, cut: true }) as const;
/** A number, or a string that is one. */
export const number = { kind: "number" } as const;
/** `true` or `false`, or a string that says so. */
export const flag = { kind: "flag" } as const;
/** Whether there is anything but null, whatever it is. */
export const present = { kind: "present" } as const;
/** Items after the first `most` are not read. An item of another kind is undefined, so that places keep their numbers. */
export const list = <S extends Shape>(of: S, most: number) => ({ kind: "list", of, most }) as const;
/** Free keys: the first `most` of them. */
export const dictionary = <S extends Shape>(of: S, most: number) =>
  ({ kind: "dictionary", of, most }) as const;
export const object = <F extends Readonly<Record<string, Shape>>>(fields: F) =>
  ({ kind: "object", fields: new Map<string, Shape>(Object.entries(fields)), names: fields }) as const;

/** What a shape gives: every part may be absent, and what is there has its type. */
export type Picked<S> = S extends { kind: "text" }
  ? string
  : S extends { kind: "number" }
    ? number
    : S extends { kind: "flag" | "present" }
      ? boolean
      : S extends { kind: "list"; of: infer Of }
        ? (Picked<Of> | undefined)[]
        : S extends { kind: "dictionary"; of: infer Of }
          ? Map<string, Picked<Of>>
          : S extends { kind: "object"; names: infer F }
            ? { readonly [K in keyof F]?: Picked<F[K]> }
            : never;
