// The files of the made organisation: its security templates, and what its repositories start with.

export const organisationLogin = "kestrel-works";
export const templateRepository = `${organisationLogin}/security-templates`;

export const dependabotFile = `version: 2
updates:
  - package-ecosystem: npm
    directory: /
    schedule:
      interval: weekly
`;

export const templateWorkflow = (version: number): string => `name: Security (template ${version})
on:
  workflow_call:
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - run: echo "template ${version}"
`;

export const securityWorkflow = (ref: string): string => `name: Security
on:
  pull_request:
  push:
    branches: [main]
jobs:
  security:
    uses: ${templateRepository}/.github/workflows/security.yml@${ref}
`;

export const dockerfile = (base: string): string => `FROM ${base} AS build
WORKDIR /app
COPY . .
RUN npm ci

FROM build
CMD ["node", "src/main.ts"]
`;

export const approvedImage = `ghcr.io/${organisationLogin}/base-node:24`;
export const otherImage = "node:24-alpine";

/** What an npm package says of itself and of the versions that it was built with. */
export function npmFiles(name: string, loggingVersion: string): Readonly<Record<string, string>> {
  const library = `@${organisationLogin}/logging`;
  const wanted = { dependencies: { [library]: `^${loggingVersion}` } };
  const manifest = { name, version: "1.0.0", ...wanted };
  const packages = { "": manifest, [`node_modules/${library}`]: { version: loggingVersion } };
  const lockfile = { name, version: "1.0.0", lockfileVersion: 3, packages };
  const write = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return { "package.json": write(manifest), "package-lock.json": write(lockfile) };
}

export const codeOwners = (team: string): string => `* @${organisationLogin}/${team}
/.github/ @${organisationLogin}/platform-security
`;

/** An entry of an exceptions file; without an owner, one that is not valid. */
export interface MadeException {
  readonly select: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly owner: string | null;
  readonly approver: string | null;
  /** Milliseconds UTC; its day is the last one. */
  readonly expiresAt: number;
}

export function exceptionsFile(entries: readonly MadeException[]): string {
  const lines = entries.flatMap(({ select, reason, owner, approver, expiresAt }) => {
    const keys = {
      ...select,
      reason,
      ...(owner === null ? {} : { owner }),
      ...(approver === null ? {} : { approver }),
      expires: new Date(expiresAt).toISOString().slice(0, 10),
    };
    return Object.entries(keys).map(
      ([key, value], index) => `${index === 0 ? "  - " : "    "}${key}: ${JSON.stringify(value)}`,
    );
  });
  return `version: 1\nexceptions:\n${lines.join("\n")}\n`;
}
