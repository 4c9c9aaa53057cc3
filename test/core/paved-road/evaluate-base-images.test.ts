import { describe, expect, it } from "vitest";
import { dockerfile, evaluateOne, imageRule } from "../../support/paved-road.ts";

describe("a rule on base images", () => {
  it.each([
    [["node:24-slim"], ["node:24*"], "adopted"],
    [["docker.io/library/node:24"], ["node:24"], "adopted"],
    [["node:24"], ["docker.io/library/node"], "adopted"],
    [["index.docker.io/acme/base:1"], ["acme/base"], "adopted"],
    [["ghcr.io/acme/base-go:3.1"], ["ghcr.io/acme/base-*:3*"], "adopted"],
    [["ghcr.io/acme/base-go:2.9"], ["ghcr.io/acme/base-*:3*"], "outdated"],
    [["ghcr.io/acme/team/base:3"], ["ghcr.io/acme/*"], "missing"],
    [["ghcr.io/acme/team/base:3"], ["ghcr.io/acme/**"], "adopted"],
    [["registry:5000/base:1"], ["registry:5000/base"], "adopted"],
    [["node"], ["node:latest"], "adopted"],
    [["node"], ["node:24"], "outdated"],
    [["node@sha256:abc"], ["node"], "adopted"],
    [["node@sha256:abc"], ["node:24"], "not-measured"],
    [["node:24@sha256:abc"], ["node:24"], "adopted"],
    [["node:24"], ["node:24@sha256:*"], "outdated"],
    [["node:24@sha256:abc"], ["node:24@sha256:*"], "adopted"],
    [["node@sha256:abc"], ["node@sha256:*"], "adopted"],
    [["node:24", "alpine:3"], ["node"], "drifted"],
    [["evil.io/node:24"], ["node"], "missing"],
    [["node:24", null], ["node"], "not-measured"],
    [["alpine:3", null], ["node"], "drifted"],
    [[null], ["**"], "not-measured"],
    [[], ["node"], "adopted"],
  ])("with the bases %j under %j is %s", (images, approved, status) => {
    const result = evaluateOne(imageRule({ images: approved }), {
      dockerfiles: [dockerfile("Dockerfile", ...images)],
    });
    expect(result).toMatchObject({ status });
  });

  it("is not applicable without a Dockerfile, unless one may be there unseen", () => {
    expect(evaluateOne(imageRule(), {}).status).toBe("not-applicable");
    const unreadable = [{ what: "tree", reason: "GitHub cut the list of files" }];
    expect(evaluateOne(imageRule(), { unreadable }).status).toBe("not-measured");
  });

  it("is not measured where a Dockerfile is broken, though the others are approved", () => {
    const dockerfiles = [
      dockerfile("Dockerfile", "node:24"),
      { ...dockerfile("b/Dockerfile"), problem: "It has no FROM." },
    ];
    expect(evaluateOne(imageRule(), { dockerfiles })).toMatchObject({
      status: "not-measured",
      note: expect.stringContaining("b/Dockerfile"),
    });
  });
});
