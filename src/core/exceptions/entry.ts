// One entry of an exceptions file as it was read: what it selects, who answers for it, and what is wrong with it.

/** The parts that were given; a finding must match all of them. */
export interface Selection {
  /** `code-scanning#12`. */
  readonly finding?: string;
  readonly rule?: string;
  readonly path?: string;
  readonly tool?: string;
  readonly package?: string;
}

export interface Entry {
  /** Its id, or what it selects where it has none. */
  readonly id: string;
  readonly selection: Selection;
  /** Globs over `owner/name`; null: every repository that the file is for. */
  readonly repositories: readonly string[] | null;
  readonly reason: string | null;
  readonly owner: string | null;
  readonly approver: string | null;
  /** From when it has passed, milliseconds UTC; null: none that can be read was written. */
  readonly expiresAt: number | null;
  /** What is wrong with it; null: it is valid. */
  readonly invalid: string | null;
  /** 1-based line on which it begins. */
  readonly line: number;
  /** Its place in the list, from 0. */
  readonly index: number;
}

/** What an entry is for, in words: `rule js/xss in web/**`, `code-scanning #12`. Plain text. */
export function describeSelection(selection: Selection): string {
  const { finding, rule, path, tool, package: packageName } = selection;
  const parts = [
    finding?.replace("#", " #"),
    rule === undefined ? undefined : `rule ${rule}`,
    tool === undefined ? undefined : `tool ${tool}`,
    packageName === undefined ? undefined : `package ${packageName}`,
  ].filter((part) => part !== undefined);
  if (path === undefined) return parts.join(", ");
  return parts.length === 0 ? `all in ${path}` : `${parts.join(", ")} in ${path}`;
}
