import { expect, test } from "vitest";
import { findDefaultOwners, isCodeOwnersPath } from "../../../src/core/code-owners/default-owners.ts";

test.each([
  ["an empty file", "", []],
  ["a line for everything", "* @acme/platform", ["@acme/platform"]],
  [
    "several owners, also by address",
    "*  @ada\t@acme/platform ops@acme.example",
    ["@ada", "@acme/platform", "ops@acme.example"],
  ],
  ["the last line for everything", "* @first\n/web/ @web\n* @last\n", ["@last"]],
  ["a last line that owns nothing", "* @first\n*\n", []],
  ["only folders", "/web/ @web\n*.ts @types\n", []],
  ["only the files of the root", "/* @root", []],
  ["other ways to write everything", "** @all", ["@all"]],
  ["comments and blank lines", "# * @comment\n\n* @ada # the one\n", ["@ada"]],
  ["a line that GitHub skips for its broken owner", "* @first\n* not-an-owner\n", ["@first"]],
  ["Windows line ends", "* @ada\r\n/docs/ @grace\r\n", ["@ada"]],
])("default owners of %s", (_what, text, owners) => {
  expect(findDefaultOwners(text)).toEqual(owners);
});

test("knows GitHub's three places, and no other", () => {
  expect(
    [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", "src/CODEOWNERS", "codeowners"].map(
      isCodeOwnersPath,
    ),
  ).toEqual([true, true, true, false, false]);
});
