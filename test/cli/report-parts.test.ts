import { describe, expect, it } from "vitest";
import { describeReadFailure, withoutToken } from "../../src/cli/report-failure.ts";
import { fileOf } from "../../src/cli/report-output.ts";
import { describeProgress } from "../../src/cli/report-progress.ts";
import { daysToRead } from "../../src/cli/report-run.ts";
import { eachOnce, parseRepositoryList } from "../../src/cli/report-targets.ts";
import { readTokenEnvironment } from "../../src/cli/token-environment.ts";
import { Transient } from "../../src/github/errors.ts";

const DAY = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 21);

describe("addresses of GitHub", () => {
  it.each([
    [{}, "https://api.github.com", "https://api.github.com/graphql"],
    [
      { GITHUB_API_URL: "https://ghe.acme.dev/api/v3/" },
      "https://ghe.acme.dev/api/v3",
      "https://ghe.acme.dev/api/graphql",
    ],
    [
      { GITHUB_API_URL: "https://api.acme.ghe.com" },
      "https://api.acme.ghe.com",
      "https://api.acme.ghe.com/graphql",
    ],
    [{ GITHUB_GRAPHQL_URL: "https://g.acme.dev/q" }, "https://api.github.com", "https://g.acme.dev/q"],
    [{ GITHUB_API_URL: "", GITHUB_TOKEN: "" }, "https://api.github.com", "https://api.github.com/graphql"],
  ])("of %j", (given, apiUrl, graphqlUrl) => {
    expect(readTokenEnvironment({ GH_TOKEN: "t", ...given })).toEqual({ token: "t", apiUrl, graphqlUrl });
  });

  it("takes GITHUB_TOKEN before GH_TOKEN, without a line break at its end", () => {
    expect(readTokenEnvironment({ GITHUB_TOKEN: "a\n", GH_TOKEN: "b" }).token).toBe("a");
  });

  it.each(["github.com", "file:///etc", "https://x?y=1", "https://t@x"])("refuses %s", (GITHUB_API_URL) => {
    expect(() => readTokenEnvironment({ GITHUB_TOKEN: "t", GITHUB_API_URL })).toThrow(/^GITHUB_API_URL/);
  });
});

describe("how much of the past is read", () => {
  it.each([
    [{}, 90],
    [{ window: 28 * DAY }, 90],
    [{ window: 60 * DAY }, 120],
    [{ window: 366 * DAY }, 365],
    [{ asOf: now - 30 * DAY }, 120],
    [{ asOf: now - 1 }, 91],
    [{ asOf: now - 900 * DAY }, 365],
    [{ history: 7, window: 60 * DAY }, 7],
  ])("of %j is %i days", (asked, days) => {
    expect(daysToRead({ waitUntil: 0, ...asked }, now)).toBe(days);
  });
});

describe("lists of repositories", () => {
  it("passes over empty lines and comments", () => {
    expect(parseRepositoryList("a/b\r\n\n# c/d\n e/f  # ours\n")).toEqual(["a/b", "e/f"]);
  });

  it("counts a name in another case once, as it stood first", () => {
    expect(eachOnce(["a/B", "A/b", "a/c"])).toEqual(["a/B", "a/c"]);
  });

  it("refuses more than can be meant", () => {
    expect(() => eachOnce(Array.from({ length: 10_001 }, (_, index) => `a/r${index}`))).toThrow(
      /at most 10000/,
    );
  });
});

describe("what is said", () => {
  it("names what is read, how far, and until when a limit is waited for", () => {
    const progress = { repository: "a/b", doing: "checks", daysRead: 30.5, daysWanted: 90, requests: 1 };
    expect(describeProgress({ ...progress, waitingUntil: null })).toBe(
      "a/b: checks, 30 of 90 days, 1 request",
    );
    expect(describeProgress({ ...progress, waitingUntil: now })).toContain("waiting until 00:00:00 UTC");
  });

  it("says what to look at where nothing answers", () => {
    const words = describeReadFailure(
      new Transient("No answer from GitHub to GET /x: refused."),
      "secret-token",
    );
    expect(words).toContain("Check the network, and GITHUB_API_URL");
    expect(
      describeReadFailure(new Transient("GitHub answered 500 to GET /x."), "secret-token"),
    ).not.toContain("network");
  });

  it("never has the token in it, in whatever error", () => {
    const token = "secret-of-no-known-shape";
    for (const error of [new Transient(`x ${token} y`), new Error(token), token, { token }])
      expect(describeReadFailure(error, token)).not.toContain(token);
    expect(withoutToken("x ghp_0123456789012345678901234567890123456 y", "")).not.toContain("ghp_");
  });
});

it("gives each repository a file of its own, on file systems without case, too", () => {
  expect(fileOf("out", "Acme/Shop.js", "markdown")).toBe("out/acme.shop.js.md");
});
