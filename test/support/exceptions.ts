// Builders of exceptions files and their versions, and of findings to except.
import type { ExceptionsFileVersion } from "../../src/core/exceptions/exception.ts";
import { repositoryExceptionsPath } from "../../src/core/exceptions/file-address.ts";
import type { Finding } from "../../src/core/findings/finding.ts";
import { window } from "./scorecard-input.ts";

type Written = Record<string, unknown>;

/** A valid entry for `js/xss` in `web/`, unless told otherwise; `undefined` leaves a key out. */
export function entry(given: Written = {}): Written {
  const whole = {
    id: "legacy-xss",
    rule: "js/xss",
    path: "web/**",
    reason: "The page goes away with the new shop.",
    owner: "@acme/web",
    expires: "2027-01-31",
    ...given,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}

/** The text of a file with these entries; JSON is YAML. */
export function exceptionsText(...entries: Written[]): string {
  return JSON.stringify({ version: 1, exceptions: entries });
}

/** The repository's file with these entries, read at the beginning of the window. */
export function fileVersion(
  entries: readonly Written[] | null,
  given: Partial<ExceptionsFileVersion> = {},
): ExceptionsFileVersion {
  return {
    origin: "repository-file",
    path: repositoryExceptionsPath,
    text: entries === null ? null : exceptionsText(...entries),
    readAt: window.from,
    ...given,
  };
}

/** The organisation's file, read at the beginning of the window; without entries: there is none. */
export function organisationVersion(
  entries: readonly Written[] | null = null,
  given: Partial<ExceptionsFileVersion> = {},
): ExceptionsFileVersion {
  const path = "acme/.github/firstpass-exceptions.yml";
  return fileVersion(entries, { origin: "organisation-file", path, ...given });
}

/** Code scanning alert 1, `js/xss` in `web/page.ts`, open since the beginning of the window. */
export function finding(given: Partial<Finding> = {}): Finding {
  const { source = "code-scanning", number = 1, createdAt = window.from } = given;
  return {
    id: `${source}#${number}`,
    source,
    number,
    url: `https://github.com/acme/shop/security/${source}/${number}`,
    rule: "js/xss",
    tool: "CodeQL",
    path: "web/page.ts",
    severity: "high",
    security: true,
    createdAt,
    reachedDefaultAt: createdAt,
    introducedSha: null,
    transitions: [{ at: createdAt, state: "open", what: "created", closure: null, reason: null, byId: null }],
    pullRequests: [],
    foundInHistory: false,
    ...given,
  };
}
