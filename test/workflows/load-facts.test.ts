// Which facts of the account a repository's numbers are made of, and that a part of a cut is a part of the same answer.
import { expect, it } from "vitest";
import type { Fact } from "../../src/core/facts/fact.ts";
import type { UsesReference } from "../../src/core/facts/paved-road.ts";
import {
  calledWorkflowSubject,
  templateFileSubject,
  templateListedSubject,
  templateTagSubject,
} from "../../src/core/facts/subjects.ts";
import { openStore } from "../../src/store/database.ts";
import { cutFor, loadFacts, loadSettledFacts, loadUnsettledFacts } from "../../src/workflows/load-facts.ts";
import { defaultAt, pavedRoadFact, repositoryState } from "../support/facts.ts";
import { fileRule, workflow, workflowRule } from "../support/paved-road.ts";

const repository = repositoryState();
const { accountId } = repository;
const account = { accountId, repositoryId: 0, occurredAt: defaultAt };
const window = { from: defaultAt, to: defaultAt + 7 * 86_400_000 };

function templateFacts(template: string, of = accountId): Fact[] {
  const tag = { template, tag: "v1.0.0", commitSha: "c".repeat(40) };
  const file = { ...tag, path: "dependabot.yml", blobSha: "b".repeat(40) };
  const other = { ...file, path: "other.yml" };
  const listed = { template, listing: { seen: { tags: 1, complete: true } } };
  const base = { ...account, accountId: of };
  return [
    { kind: "template-tag", ...base, subject: templateTagSubject(tag), data: tag },
    { kind: "template-file", ...base, subject: templateFileSubject(file), data: file },
    { kind: "template-file", ...base, subject: templateFileSubject(other), data: other },
    { kind: "template-listed", ...base, subject: templateListedSubject(listed), data: listed },
  ];
}

function calledFact(name: string, ...uses: UsesReference[]): Fact {
  const target = `${repository.ownerLogin}/pipelines/.github/workflows/${name}.yml`.toLowerCase();
  const data = { target, ref: "v1", triggers: ["workflow_call"], uses, problem: null };
  return { kind: "called-workflow", ...account, subject: calledWorkflowSubject(data), data };
}

const callTo = (name: string) => `${repository.ownerLogin}/pipelines/.github/workflows/${name}.yml@v1`;

async function setUp() {
  const clock = { now: defaultAt };
  const store = await openStore("sqlite::memory:", { now: () => clock.now });
  return { clock, store };
}

const sharedSubjects = (facts: readonly Fact[]) =>
  facts
    .filter(({ repositoryId }) => repositoryId === 0)
    .map(({ subject }) => subject)
    .sort();

it("takes of the account what the rules name, and of other accounts nothing", async () => {
  const { store } = await setUp();
  await store.facts.append([...templateFacts("acme/templates"), ...templateFacts("acme/unused")], "test");
  await store.facts.append(templateFacts("acme/templates", 999), "test");
  const cut = cutFor(window, defaultAt + 1, 0);
  const load = async (rules: Parameters<typeof loadFacts>[1]["rules"]) =>
    sharedSubjects(await loadFacts(store, { repository, rules }, cut));
  expect(await load([])).toEqual([]);
  expect(await load([fileRule()])).toEqual([
    "template-file:acme/templates:dependabot.yml:v1.0.0",
    "template-listed:acme/templates",
    "template-tag:acme/templates:v1.0.0",
  ]);
  expect(await load([workflowRule()])).toEqual([
    "template-listed:acme/templates",
    "template-tag:acme/templates:v1.0.0",
  ]);
  await store.close();
});

it("follows what workflows call, and takes the settled and the unsettled part of one answer", async () => {
  const { clock, store } = await setUp();
  const inner = workflow("x", "push", callTo("inner").toLowerCase()).uses;
  await store.facts.append([calledFact("all", ...inner), calledFact("inner"), calledFact("other")], "test");
  clock.now += 120_000;
  // What makes them count comes late, and is not settled at the cut.
  const calling = { workflows: [workflow("ci", "push", callTo("all"))] };
  await store.facts.append([pavedRoadFact({ at: defaultAt, ...calling })], "test");
  clock.now += 1_000;
  const cut = cutFor(window, clock.now, 0);
  const place = { repository, rules: [workflowRule()] };
  const all = await loadFacts(store, place, cut);
  const [settled, unsettled] = [
    await loadSettledFacts(store, place, cut),
    await loadUnsettledFacts(store, place, cut),
  ];
  expect(sharedSubjects(all)).toEqual(["all", "inner"].map((name) => calledFact(name).subject).sort());
  expect(sharedSubjects(settled)).toEqual(sharedSubjects(all));
  expect(unsettled.map(({ kind }) => kind)).toEqual(["paved-road"]);
  expect([...settled, ...unsettled]).toHaveLength(all.length);
  await store.close();
});

it("takes nothing that was recorded after the cut", async () => {
  const { clock, store } = await setUp();
  const cut = cutFor(window, clock.now + 1, 0);
  clock.now += 10;
  await store.facts.append(templateFacts("acme/templates"), "test");
  expect(await loadFacts(store, { repository, rules: [fileRule()] }, cut)).toEqual([]);
  await store.close();
});
