import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/database.ts";
import { defaultAccountId, defaultAt, pavedRoadFact, repositoryState } from "../support/facts.ts";
import { dockerfile } from "../support/paved-road.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

const organisationFile = `version: 1
groups:
  - { id: payments, title: Payments, tier: 1, owner: "@acme/pay", match: { repositories: ["acme/pay-*"] } }
templates:
  rules:
    - { id: images, title: Images, kind: base_image, images: [node] }
overview: { repository: acme/shop }
`;

/** acme/shop, public and not on the road, and acme/pay-api, observed on 9 November 2026. */
async function storeOfTwo(): Promise<string> {
  const url = `sqlite:${join(temporaryFolder(), "cli.db")}`;
  const store = await openStore(url, { now: () => defaultAt });
  const repositories = [
    { repositoryId: 2001, name: "shop", visibility: "public", image: "alpine:3" },
    { repositoryId: 3001, name: "pay-api", visibility: "private", image: "node:24" },
  ] as const;
  for (const { repositoryId, name, visibility, image } of repositories) {
    await store.repositories.observe(repositoryState({ repositoryId, name, visibility }), {
      observedAt: defaultAt,
      installationId: 77,
    });
    await store.facts.append(
      [pavedRoadFact({ repositoryId, dockerfiles: [dockerfile("Dockerfile", image)] })],
      "test",
    );
  }
  await store.configurations.save({
    accountId: defaultAccountId,
    repositoryId: null,
    kind: "configuration",
    path: "acme/.github/firstpass.yml",
    text: organisationFile,
    commitSha: null,
    readAt: defaultAt,
    problem: null,
  });
  await store.close();
  return url;
}

const run = (DATABASE_URL: string, ...args: string[]) => runCommand(args, { DATABASE_URL });

describe("adoption", () => {
  it("tells the only account there is, and one by its name whatever its case", async () => {
    const url = await storeOfTwo();
    const { code, stdout, stderr } = await run(url, "adoption", "--format", "json");
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      account: { login: "acme" },
      rules: [{ ruleId: "images", share: { numerator: 1, denominator: 2 } }],
      next: [{ fullName: "acme/shop", owner: null }],
      history: null,
    });
    expect(await run(url, "adoption", "ACME")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/WHO IS NEXT/),
    });
  });

  it("keeps to --group, --rule and --repository, and prints --history as CSV", async () => {
    const url = await storeOfTwo();
    const narrow = await run(
      url,
      "adoption",
      "--group",
      "payments",
      "--rule",
      "images",
      "--repository",
      "acme/*",
      "--format",
      "csv",
    );
    expect(narrow.stdout.trim().split("\r\n").slice(1)).toEqual([
      expect.stringMatching(/^acme\/pay-api,private,1,'@acme\/pay,payments,images,base_image,adopted,/),
    ]);
    const weeks = await run(url, "adoption", "--history", "2", "--as-of", "2026-11-23", "--format", "csv");
    expect(weeks.stdout.trim().split("\r\n")).toEqual([
      "week,rule,adopted,measured,not_measured,not_applicable",
      "2026-W46,,1,2,0,0",
      "2026-W46,images,1,2,0,0",
      "2026-W47,,1,2,0,0",
      "2026-W47,images,1,2,0,0",
    ]);
  });

  it("ends with 1 for what there is not, naming what there is, and with 2 for what cannot be meant", async () => {
    const url = await storeOfTwo();
    for (const [args, told] of [
      [["--group", "pay"], /There is no group pay\. Known: payments\./],
      [["--rule", "image"], /There is no rule image\. Known: images\./],
      [["other"], /No delivery of other has been received\. Known: acme\./],
    ] as const)
      expect(await run(url, "adoption", ...args)).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(told),
      });
    expect(await run(url, "adoption", "--history", "0")).toMatchObject({ code: 2 });
  });
});

describe("overview", () => {
  it("tells all repositories, and on standard error why nothing is posted", async () => {
    const url = await storeOfTwo();
    const { code, stdout, stderr } = await run(url, "overview", "--format", "json");
    expect([code, stderr]).toEqual([
      0,
      "firstpass: overview.repository: acme/shop cannot hold the overview: it is public, and the overview tells of other repositories: name a private or an internal one.\n",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      isoWeek: null,
      repositories: 2,
      groups: [
        { group: { id: "payments" }, adoption: { share: { numerator: 1, denominator: 1 } } },
        { group: null, adoption: { share: { numerator: 1, denominator: 2 } } },
      ],
    });
  });

  it("keeps to one group, and ends with 1 where there is none of that id", async () => {
    const url = await storeOfTwo();
    const { stdout } = await run(url, "overview", "acme", "--group", "payments", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      onlyGroup: "payments",
      repositories: 1,
      groups: [{ repositories: 1 }],
    });
    expect(await run(url, "overview", "--group", "none")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Known: payments/),
    });
    expect(await run(url, "overview", "--format", "markdown")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/### Who must act/),
    });
  });
});
