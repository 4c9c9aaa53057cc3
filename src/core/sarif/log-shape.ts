// What is wanted of a SARIF log. No message, snippet, content of a file or code flow is in it: there the secrets are.
import { cutText, dictionary, flag, list, number, object, type Picked, present, text } from "./shape.ts";

const uri = text(4096);

const artifactLocation = object({ uri, uriBaseId: text(256), index: number });

const component = object({ index: number, name: text(256), guid: text(64) });

const reportingReference = object({ id: text(), index: number, guid: text(64), toolComponent: component });

/** GitHub uses the first location alone; the second is not read. */
const location = object({
  physicalLocation: object({
    artifactLocation,
    region: object({ startLine: number, startColumn: number, endLine: number }),
  }),
  logicalLocations: list(object({ fullyQualifiedName: text(), name: text() }), 1),
});

/** `commit`, `commitSha`: of scanners of git's history. */
const resultProperties = object({
  "security-severity": text(64),
  commit: text(64),
  commitSha: text(64),
  commit_sha: text(64),
});

export const resultShape = object({
  ruleId: text(),
  ruleIndex: number,
  rule: reportingReference,
  kind: text(64),
  level: text(64),
  baselineState: text(64),
  suppressions: list(object({ status: text(64), state: text(64) }), 100),
  locations: list(location, 1),
  fingerprints: dictionary(text(512), 20),
  partialFingerprints: dictionary(text(512), 20),
  provenance: object({ invocationIndex: number }),
  properties: resultProperties,
});

const rule = object({
  id: text(),
  guid: text(64),
  name: cutText(),
  shortDescription: object({ text: cutText() }),
  defaultConfiguration: object({ level: text(64) }),
  properties: object({ "security-severity": text(64), tags: list(text(64), 50) }),
});

const toolComponent = object({
  name: cutText(256),
  guid: text(64),
  version: cutText(64),
  semanticVersion: cutText(64),
  rules: list(rule, 100_000),
});

const invocation = object({
  executionSuccessful: flag,
  workingDirectory: artifactLocation,
  ruleConfigurationOverrides: list(
    object({ descriptor: reportingReference, configuration: object({ level: text(64) }) }),
    10_000,
  ),
});

export const runShape = object({
  tool: object({ driver: toolComponent, extensions: list(toolComponent, 100) }),
  invocations: list(invocation, 100),
  artifacts: list(object({ location: artifactLocation }), 1_000_000),
  originalUriBaseIds: dictionary(object({ uri, uriBaseId: text(256) }), 200),
  versionControlProvenance: list(object({ revisionId: text(64) }), 20),
  externalPropertyFileReferences: object({ results: present }),
});

export const logShape = object({ version: text(64), $schema: text(), inlineExternalProperties: present });

export type PickedResult = Picked<typeof resultShape>;
export type PickedRun = Picked<typeof runShape>;
export type PickedRule = Picked<typeof rule>;
export type PickedComponent = Picked<typeof toolComponent>;
export type PickedReference = Picked<typeof reportingReference>;
export type PickedArtifactLocation = Picked<typeof artifactLocation>;
