import { describe, expect, it } from "vitest";
import type { ExceptionsFileVersion } from "../../../src/core/exceptions/exception.ts";
import { tellProblem } from "../../../src/core/exceptions/tell-problem.ts";

const path = "acme/.github-private/firstpass-exceptions.yml";
const problem = `${path}:3:5: exceptions[0].owner is missing\n${path}:9:5: unknown key "secret-plan"`;
const file = (given: Partial<ExceptionsFileVersion> = {}): ExceptionsFileVersion => ({
  origin: "organisation-file",
  path,
  text: "version: 1",
  readAt: 1,
  problem,
  ...given,
});

describe("what is wrong with an exceptions file", () => {
  it("is told with its lines where the file lies, and elsewhere without its content", () => {
    expect(tellProblem(file(), { ownerLogin: "acme", name: ".github-private" })).toEqual(problem.split("\n"));
    const elsewhere = tellProblem(file(), { ownerLogin: "acme", name: "shop" });
    expect(elsewhere).toEqual([`${path} has 2 errors: what they stand in is not in force.`]);
  });

  it("is told whole of a repository's own file, and where GitHub did not give it", () => {
    const shop = { ownerLogin: "acme", name: "shop" };
    const own = file({ origin: "repository-file", path: ".github/firstpass-exceptions.yml" });
    expect(tellProblem(own, shop)).toEqual(problem.split("\n"));
    expect(tellProblem(file({ problem: "It is larger than 1 MiB." }), shop)).toEqual([
      "It is larger than 1 MiB.",
    ]);
    expect(tellProblem(file({ problem: null }), shop)).toEqual([]);
  });
});
