// The policy guide's examples: the files of docs/policies as they are, and what holds for a repository when all of them are put
// together, so that the page is never stale.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type EffectiveConfig, effectiveConfig } from "../src/core/config/effective.ts";
import type { ConfigFile } from "../src/core/config/problem.ts";
import type { RepositoryState } from "../src/core/facts/repository.ts";

const root = join(import.meta.dirname, "..", "docs");
const fileMarker = /(<!-- file: (\S+) -->\n).*?(<!-- end of file -->)/gs;
const tableMarker = /(<!-- what holds: begins -->\n).*?(<!-- what holds: ends -->)/s;
/** Says to an editor where the schema is: of no use to a reader of the page. */
const editorLine = /^# yaml-language-server:.*\n/;

/** A repository of the guide's large organisation, and where its own file is; null: it has none. */
interface Example {
  readonly name: string;
  readonly properties: RepositoryState["customProperties"];
  readonly file: string | null;
}

const folder = "policies/large-organisation";
const examples: readonly Example[] = [
  { name: "some-tool", properties: {}, file: null },
  {
    name: "claims-web",
    properties: { "business-unit": "insurance" },
    file: "claims-web/.github/firstpass.yml",
  },
  { name: "card-vault", properties: { "product-line": "payments" }, file: null },
  { name: "pay-ledger", properties: { "product-line": "ledger" }, file: "pay-ledger/.github/firstpass.yml" },
];

/**
 * The page with its files and its table as they are today.
 * @throws Error when the page has no place for them.
 */
export function withPolicies(page: string): string {
  if (!tableMarker.test(page)) throw new Error("docs/policy.md has no place for its table any more.");
  const table = `| repository | first-pass rate | critical findings in | high findings in | tier | who acts |\n|---|---|---|---|---|---|\n${examples.map(rowOf).join("\n")}`;
  return page
    .replaceAll(fileMarker, (_, begin: string, path: string, end: string) => {
      const text = read(path).replace(editorLine, "").trimEnd();
      return `${begin}\n\`\`\`yaml\n${text}\n\`\`\`\n\n${end}`;
    })
    .replace(tableMarker, (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
}

function rowOf(example: Example): string {
  const { config } = holdsFor(example);
  const target = config.targets["first-pass-rate"];
  const days = (limit: number | null) => (limit === null ? "no limit" : `${limit} days`);
  const { critical, high } = config.sla;
  return `| \`${example.name}\` | ${target?.op} ${target?.value} % | ${days(critical)} | ${days(high)} | ${config.tier ?? "–"} | ${config.owner} |`;
}

/** What holds for one of the guide's repositories. */
export function holdsFor({ name, properties, file }: Example): EffectiveConfig {
  const shared = ["firstpass/measure.yml", "firstpass/paved-road.yml"].map(
    (path) => [`meridian/policies:${path}`, fileAt(`${folder}/policies/${path}`, path)] as const,
  );
  const state: RepositoryState = { ...unremarkable, name, customProperties: properties };
  return effectiveConfig({
    organisation: fileAt(`${folder}/.github-private/firstpass.yml`, "meridian/.github-private/firstpass.yml"),
    repository: file === null ? null : fileAt(`${folder}/${file}`, ".github/firstpass.yml"),
    shared: new Map(shared),
    traits: { state, teams: { memberOf: [], notMemberOf: ["mobile"] } },
  });
}

/** The repositories whose table the guide shows. */
export const guideExamples = examples;

const unremarkable: Omit<RepositoryState, "name" | "customProperties"> = {
  accountId: 1,
  repositoryId: 1,
  ownerLogin: "meridian",
  visibility: "internal",
  archived: false,
  fork: false,
  defaultBranch: "main",
  language: "Java",
  topics: [],
  createdAt: 0,
  url: "https://github.com/meridian",
  templateRepository: null,
};

function fileAt(path: string, shownAs: string): ConfigFile {
  return { path: shownAs, text: read(path) };
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
