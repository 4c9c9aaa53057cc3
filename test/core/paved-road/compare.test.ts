import { describe, expect, it } from "vitest";
import type { TemplateRule } from "../../../src/core/config/config.ts";
import { findPavedRoadChanges } from "../../../src/core/paved-road/compare.ts";
import type { Road } from "../../../src/core/paved-road/road.ts";
import { repositoryState } from "../../support/facts.ts";
import {
  dockerfile,
  fileRule,
  imageRule,
  observation,
  template,
  workflow,
  workflowRule,
} from "../../support/paved-road.ts";

function compare(rule: TemplateRule, base: Partial<Road>, head: Partial<Road>) {
  return findPavedRoadChanges({
    base: observation(base),
    head: observation(head),
    rules: [rule],
    repository: repositoryState(),
  }).map(
    ({ effect, path, line, message, remedy }) =>
      `${effect} ${path}:${line} ${[message, remedy].filter((text) => text !== null).join(" ")}`,
  );
}

const ci = (...uses: string[]) => ({ workflows: [workflow("ci", "push", ...uses)] });
const build = (ref: string) => `acme/templates/.github/workflows/build.yml@${ref}`;

describe("what a pull request does to a rule on a reusable workflow", () => {
  it("breaks it by an older version, on the line of the call", () => {
    expect(
      compare(workflowRule(), ci(build("v3.1.0")), ci("a/b/.github/workflows/c.yml@v1", build("v2"))),
    ).toEqual([
      "breaks .github/workflows/ci.yml:5 Here it is v2. Use acme/templates/.github/workflows/build.yml at v3 or later.",
    ]);
  });

  it("breaks it by taking the call away, in the file where it stood", () => {
    expect(compare(workflowRule(), ci(build("v3")), ci())).toEqual([
      "breaks .github/workflows/ci.yml:1 No workflow that runs on pull_request or push calls it. Use acme/templates/.github/workflows/build.yml at v3 or later.",
    ]);
  });

  it("breaks it by another trigger, on the line of the call that no longer counts", () => {
    const head = { workflows: [workflow("ci", "schedule", build("v3"))] };
    expect(compare(workflowRule(), ci(build("v3")), head)).toEqual([
      expect.stringMatching(
        /^breaks \.github\/workflows\/ci\.yml:4 .*runs neither on pull_request nor on push/,
      ),
    ]);
  });

  it("breaks it by a workflow that can no longer be read", () => {
    const head = { workflows: [{ ...workflow("ci", "push"), problem: "Not valid YAML at line 3" }] };
    expect(compare(workflowRule(), ci(build("v3")), head)).toEqual([
      expect.stringMatching(/^breaks \.github\/workflows\/ci\.yml:1 .*Not valid YAML at line 3/),
    ]);
  });

  it("breaks it by a ref whose version cannot be known", () => {
    expect(compare(workflowRule(), ci(build("v3")), ci(build("9".repeat(40))))).toEqual([
      expect.stringMatching(/^breaks \.github\/workflows\/ci\.yml:4 .*add a version comment/),
    ]);
  });

  describe("where another call, which was there before, cannot be read", () => {
    const unread = "acme/ci/.github/workflows/all.yml@v1";

    it("breaks it by an older version all the same", () => {
      expect(compare(workflowRule(), ci(unread, build("v3")), ci(unread, build("v2")))).toEqual([
        expect.stringMatching(
          /^breaks \.github\/workflows\/ci\.yml:5 Here it is v2\. .*acme\/ci.* has not been read/,
        ),
      ]);
    });

    it("breaks it by taking away what met it, in the file where it stood", () => {
      expect(compare(workflowRule(), ci(unread, build("v3")), ci(unread))).toEqual([
        expect.stringMatching(
          /^breaks \.github\/workflows\/ci\.yml:1 What met the rule in this file is no longer/,
        ),
      ]);
    });

    it("is silent where what meets it has only moved", () => {
      expect(compare(workflowRule(), ci(unread, build("v3")), ci(build("v3"), unread))).toEqual([]);
    });
  });

  it("repairs it", () => {
    expect(compare(workflowRule(), ci(), ci(build("v3.1.0")))).toEqual([
      "repairs .github/workflows/ci.yml:4 Here it is v3.1.0.",
    ]);
  });

  it.each([
    ["missing to outdated", ci(), ci(build("v1")), "upgrades"],
    ["outdated to less outdated", ci(build("v1")), ci(build("v2")), "upgrades"],
    ["outdated to more outdated", ci(build("v2")), ci(build("v1")), "downgrades"],
    ["outdated to missing", ci(build("v2")), ci(), "downgrades"],
  ])("tells %s", (_, base, head, effect) => {
    expect(compare(workflowRule(), base, head)).toEqual([expect.stringMatching(`^${effect} `)]);
  });

  it.each([
    ["nothing changes", ci(build("v3")), ci(build("v3"))],
    ["one allowed version follows another", ci(build("v3")), ci(build("v4"))],
    [
      "an unmet rule stays as it was, on another line",
      ci(build("v1")),
      ci("a/b/.github/workflows/c.yml@v1", build("v1")),
    ],
    ["an unmet rule stays as it was, by another name of its version", ci(build("v2.0.0")), ci(build("v2"))],
    ["a second call is older, and the first is still allowed", ci(build("v3")), ci(build("v3"), build("v1"))],
    ["it could not be measured before", { workflows: [{ ...workflow("ci", "push"), problem: "x" }] }, ci()],
    [
      "files could not be read",
      ci(build("v3")),
      { unreadable: [{ what: "the list of files", reason: "cut" }] },
    ],
  ])("says nothing where %s", (_, base, head) => {
    expect(compare(workflowRule(), base, head)).toEqual([]);
  });
});

describe("what a pull request does to other rules", () => {
  const images = (...names: (string | null)[]) => ({ dockerfiles: [dockerfile("Dockerfile", ...names)] });

  it("marks every new base that is not approved, and no old one", () => {
    expect(compare(imageRule(), images("node:24"), images("alpine:3", "node:24", "debian"))).toEqual([
      "breaks Dockerfile:1 Here it is alpine:3. Use node.",
      "breaks Dockerfile:3 Here it is debian. Use node.",
    ]);
    expect(compare(imageRule(), images("alpine:3", "node"), images("alpine:3", "node", "debian"))).toEqual([
      expect.stringMatching(/^downgrades Dockerfile:3 .*debian/),
    ]);
  });

  it("breaks it with a first Dockerfile that is not approved, and is silent about one that is", () => {
    expect(compare(imageRule(), {}, images("alpine:3"))).toEqual([
      expect.stringMatching(/^breaks Dockerfile:1 /),
    ]);
    expect(compare(imageRule(), {}, images("node:24"))).toEqual([]);
  });

  it("breaks it with a base that can no longer be worked out", () => {
    expect(compare(imageRule(), images("node"), images(null))).toEqual([
      expect.stringMatching(/^breaks Dockerfile:1 .*give its ARG a default/),
    ]);
  });

  it("repairs it by taking the unapproved base away", () => {
    expect(compare(imageRule(), images("node", "alpine"), images("node"))).toEqual([
      "repairs Dockerfile:1 Here it is node.",
    ]);
    expect(compare(imageRule(), images("alpine"), images())).toEqual([
      "repairs Dockerfile:1 Every stage is built from scratch or from another stage.",
    ]);
  });

  it("follows a file through its versions, away and back", () => {
    const path = ".github/dependabot.yml";
    const file = (blob: string | null) => ({
      files: blob === null ? {} : { [path]: blob },
      filesLookedFor: [path],
      templates: {
        "acme/templates": template({ files: { "dependabot.yml": { "v1.0.0": "one", "v2.0.0": "two" } } }),
      },
    });
    expect(compare(fileRule(), file("two"), file("own"))).toEqual([
      expect.stringMatching(`^breaks ${path}:1 `),
    ]);
    expect(compare(fileRule(), file("two"), file(null))).toEqual([
      expect.stringMatching(`^breaks ${path}:1 `),
    ]);
    expect(compare(fileRule(), file(null), file("one"))).toEqual([
      expect.stringMatching(`^upgrades ${path}:1 `),
    ]);
    expect(compare(fileRule(), file("one"), file("two"))).toEqual([
      expect.stringMatching(`^repairs ${path}:1 `),
    ]);
    expect(compare(fileRule(), file("one"), file("one"))).toEqual([]);
  });
});

describe("what a finding tells, and to whom", () => {
  const templates = {
    "acme/templates": template({ tags: { v2: "2".repeat(40), "v3.4.0": "3".repeat(40) } }),
  };
  const find = (head: Partial<Road>, readLine: (path: string, line: number) => string | null) =>
    findPavedRoadChanges({
      base: observation({ ...ci(build("v3.4.0")), templates }),
      head: observation({ templates, ...head }),
      rules: [workflowRule()],
      repository: repositoryState(),
      readLine,
    });

  it("suggests the corrected line of the head", () => {
    const readLine = (path: string, line: number) => `    uses: ${build("v2")} # ${path} ${line}`;
    expect(find(ci(build("v2")), readLine)).toMatchObject([
      { line: 4, suggestion: `    uses: ${build("v3.4.0")} # .github/workflows/ci.yml 4` },
    ]);
    expect(find(ci(build("v2")), () => null)).toMatchObject([{ suggestion: null }]);
  });

  it("suggests nothing on the line of a call through which another is reached", () => {
    const target = "acme/pipelines/.github/workflows/all.yml";
    const called = {
      [`${target}@v1`]: { ...workflow("all", "workflow_call", build("v2")), target, ref: "v1" },
    };
    expect(find({ ...ci(`${target}@v1`), called }, () => `uses: ${target}@v1`)).toMatchObject([
      {
        effect: "breaks",
        line: 4,
        message: "What is called here does not meet the rule.",
        remedy: `It is v2, in ${target}@v1:4. Use acme/templates/.github/workflows/build.yml at v3 or later.`,
        suggestion: null,
      },
    ]);
  });

  it("keeps what the rules ask for, and names of other repositories, out of the message", () => {
    const secretive = /v3|acme\/templates/;
    const path = ".github/dependabot.yml";
    const file = (blob: string) => ({
      files: { [path]: blob },
      filesLookedFor: [path],
      templates: { "acme/templates": template({ files: { "dependabot.yml": { "v3.0.0": "three" } } }) },
    });
    const found = [
      ...find(ci(build("v2")), () => null),
      ...find(ci(build("9".repeat(40))), () => null),
      ...find({ workflows: [] }, () => null),
      ...findPavedRoadChanges({
        base: observation(file("three")),
        head: observation(file("own")),
        rules: [fileRule({ minimum: "v3" })],
        repository: repositoryState(),
      }),
    ];
    expect(found).toHaveLength(4);
    for (const { message, remedy } of found) {
      expect(message).not.toMatch(secretive);
      expect(remedy).toMatch(secretive);
    }
  });

  it("keeps what met a rule out of the message, where it stands elsewhere or tells what is asked for", () => {
    const target = "acme/pipelines/.github/workflows/all.yml";
    const called = {
      [`${target}@v1`]: { ...workflow("all", "workflow_call", build("v3.4.0")), target, ref: "v1" },
    };
    const path = ".github/dependabot.yml";
    const file = (blob: string) => ({
      files: { [path]: blob },
      filesLookedFor: [path],
      templates: {
        "acme/templates": template({ files: { "dependabot.yml": { "v2.9.0": "two", "v3.9.0": "three" } } }),
      },
    });
    const moved = (base: string, head: string) =>
      findPavedRoadChanges({
        base: observation(file(base)),
        head: observation(file(head)),
        rules: [fileRule({ minimum: "v3" })],
        repository: repositoryState(),
      });
    const throughCall = findPavedRoadChanges({
      base: observation({ workflows: [], templates }),
      head: observation({ ...ci(`${target}@v1`), called, templates }),
      rules: [workflowRule()],
      repository: repositoryState(),
    });
    expect([...throughCall, ...moved("own", "three"), ...moved("own", "two")]).toMatchObject([
      {
        effect: "repairs",
        message: "What is called here meets the rule.",
        remedy: expect.stringContaining("It is v3.4.0"),
      },
      { effect: "repairs", message: "The file meets the rule.", remedy: "It is the template's at v3.9.0." },
      { effect: "upgrades", message: "The file does not meet the rule." },
    ]);
  });
});
