// The policy of the made organisation, as its files say it: how everybody is measured, who is who, what nobody may change, the
// paved road; and the files of repositories that tune it, rightly and wrongly.
import { organisationLogin, templateRepository } from "./files.ts";

/** `firstpass/measure.yml` of the repository `security`, which the organisation's file extends. */
export const measureFile = `# How every repository is measured. The organisation's file extends this one.
version: 1
sla:
  critical: 7d
  high: 30d
targets:
  first-pass-rate:
    at_least: 85
    owner: "@${organisationLogin}/ci-guild"
  template-adoption: ">= 85 %"
  secret-exposure: "<= 5"
`;

/** `firstpass.yml` of the organisation. `minimum`: the oldest version of the security workflow that is good enough. */
export const organisationConfig = (minimum: string): string => `version: 1
extends: ${organisationLogin}/security:firstpass/measure.yml
owner: "@${organisationLogin}/platform-security"

groups:
  - id: payments
    title: Payments
    kind: product-line
    owner: "@${organisationLogin}/payments-leads"
    tier: "1"
    match:
      properties: { product-line: [payments] }
  - id: channels
    title: Channels
    kind: product-line
    owner: "@${organisationLogin}/channel-leads"
    tier: "2"
    match:
      properties: { product-line: [channels] }
  - id: platform
    title: Platform
    kind: team
    match:
      teams: [platform-security]
    settings:
      weekly: { enabled: false }

policy:
  locked: [checks.security]
  bounds:
    targets.first-pass-rate: ">= 75 %"
    sla.high: 45d

overview:
  repository: ${organisationLogin}/security

templates:
  rules:
    - id: security-workflow
      title: Security workflow
      kind: reusable_workflow
      uses: ${templateRepository}/.github/workflows/security.yml
      ref:
        minimum: ${minimum}
      applies_to:
        groups: [payments, channels]
    - id: enforced-workflow
      title: Security workflow required by a ruleset
      kind: required_workflow
      workflow: ${templateRepository}/.github/workflows/security.yml
      applies_to:
        groups: [payments]
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
      template: ${templateRepository}
      applies_to:
        groups: [payments, channels]
    - id: masked-logging
      title: Logging that masks personal data
      kind: library
      ecosystem: npm
      required: "@${organisationLogin}/logging"
      minimum: 2.0.0
      applies_to:
        groups: [payments, channels]
        languages: [TypeScript]
    - id: default-setup
      title: Default setup of code scanning
      kind: code_scanning_default_setup
      applies_to:
        groups: [channels]
`;

/** One value as loose as the organisation allows; one that is looser, and a locked one: these two are not in force. */
export const loosenedConfig = `version: 1
targets:
  first-pass-rate: ">= 75 %"
sla:
  high: 60d
checks:
  security:
    - name: "Dependency Review"
`;

/** A misspelt key, and a value of the wrong form: nothing of it is in force. */
export const brokenConfig = `version: 1
owner: "@${organisationLogin}/portal"
target:
  first-pass-rate: ">= 90 %"
sla:
  high: two weeks
`;
