// The files of the made organisation: its security templates, its configuration, and what its repositories start with.

export const organisationLogin = "kestrel-works";
const template = `${organisationLogin}/security-templates`;

/** `firstpass.yml` of the organisation: three rules of the paved road, and who owns the numbers. */
export const organisationConfig = `version: 1
owner: Platform security
templates:
  rules:
    - id: security-workflow
      title: Security workflow
      kind: reusable_workflow
      uses: ${template}/.github/workflows/security.yml
      ref:
        minimum: v2
    - id: approved-base-image
      title: Approved base image
      kind: base_image
      images:
        - ghcr.io/${organisationLogin}/base-*
      applies_to:
        has_dockerfile: true
    - id: dependabot
      title: Dependabot settings
      kind: file
      path: .github/dependabot.yml
      template: ${template}
targets:
  first-pass-rate: ">= 85 %"
  template-adoption: ">= 85 %"
  secret-exposure: "<= 5"
`;

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
    uses: ${template}/.github/workflows/security.yml@${ref}
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
