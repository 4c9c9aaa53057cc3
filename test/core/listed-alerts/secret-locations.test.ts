// A place of a secret is one fact, whether a delivery or GitHub's list told it.
import { expect, test } from "vitest";
import { factOfSecretLocation } from "../../../src/core/listed-alerts/secret-locations.ts";
import {
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  secretLocationFact,
  sha,
} from "../../support/facts.ts";

const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };
const alert = { number: 1, createdAt: defaultAt };

test.each([
  [
    "in a commit",
    { locationType: "commit", commitSha: sha("c1"), path: "src/config.ts", resource: "https://x/y" },
  ],
  [
    "in an issue",
    {
      locationType: "issue_body",
      commitSha: null,
      path: null,
      resource: "https://api.github.com/repos/acme/shop/issues/1?a=b",
    },
  ],
] as const)("%s, at the alert's own time", (_, location) => {
  expect(factOfSecretLocation(alert, place, location)).toEqual(
    secretLocationFact({ locationType: location.locationType }),
  );
});

test.each([[undefined], [null], [7], ["no address"]])(
  "%j is no address: the place has no name",
  (resource) => {
    const fact = factOfSecretLocation(alert, place, {
      locationType: "issue_body",
      commitSha: null,
      path: null,
      resource,
    });
    expect(fact.subject).toBe("secret-location:1:issue_body:");
  },
);
