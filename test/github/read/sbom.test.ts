// What is read of GitHub's SBOM, and what each refusal becomes.
import { describe, expect, it } from "vitest";
import { answerOnlyByNock, api, repository, testGateway } from "../../support/octokit.ts";

const path = "/repos/acme/shop/dependency-graph/sbom";
const libraries = [
  "npm:@scope/pad",
  "pypi:Left_Pad",
  "maven:org.pad:pad",
  "go:github.com/Acme/pad",
  "nuget:Left.Pad",
];
const read = () => testGateway().readSbomPackages(repository, libraries);

const purl = (referenceLocator: string, versionInfo?: string) => ({
  name: "some name",
  versionInfo,
  externalRefs: [
    { referenceCategory: "SECURITY", referenceType: "cpe23Type", referenceLocator: "cpe:2.3:a" },
    { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator },
  ],
});

describe("the packages of the dependency graph", () => {
  answerOnlyByNock();

  it("are told by their package URLs; a range is no version", async () => {
    const packages = [
      purl("pkg:npm/%40scope/pad@1.3.0", "1.3.0"),
      purl("pkg:npm/%40scope/pad@1.3.0"),
      purl("pkg:npm/%40scope/pad", "^ 1.2.0"),
      purl("pkg:npm/other@9.0.0"),
      purl("pkg:pypi/left.pad", "2.31.0"),
      purl("pkg:maven/org.pad/pad@2.17.1"),
      purl("pkg:maven/org.pad/pad", "[1.0,2.0)"),
      purl("pkg:golang/github.com/acme/pad@v1.2.3"),
      purl("pkg:nuget/LEFT.pad@13.0.1"),
      purl("pkg:github/acme/shop@main"),
      purl("pkg:npm"),
      purl("no package URL"),
      { name: "com.github.acme/shop", versionInfo: null, externalRefs: null },
      {},
    ];
    api()
      .get(path)
      .reply(200, { sbom: { SPDXID: "SPDXRef-DOCUMENT", packages } });
    expect(await read()).toEqual({
      seen: {
        ecosystems: ["go", "maven", "npm", "nuget", "pypi"],
        packages: [
          { ecosystem: "go", name: "github.com/Acme/pad", version: "v1.2.3" },
          { ecosystem: "maven", name: "org.pad:pad", version: "2.17.1" },
          { ecosystem: "maven", name: "org.pad:pad", version: null },
          { ecosystem: "npm", name: "@scope/pad", version: "1.3.0" },
          { ecosystem: "npm", name: "@scope/pad", version: null },
          { ecosystem: "nuget", name: "left.pad", version: "13.0.1" },
          { ecosystem: "pypi", name: "left-pad", version: "2.31.0" },
        ],
      },
    });
  });

  it("cannot be seen where the graph is off", async () => {
    api().get(path).reply(404, { message: "Not Found" });
    expect(await read()).toMatchObject({ unseen: { why: "feature-off", permission: null } });
  });

  it("are not known to be absent by the 404 of a server that may not have the graph", async () => {
    api().get(path).reply(404, { message: "Not Found" }, { "x-github-enterprise-version": "3.8.0" });
    expect(await read()).toMatchObject({ unseen: { why: "not-available" } });
  });

  it("need a permission, which is named", async () => {
    api().get(path).reply(403, { message: "Resource not accessible by integration" });
    expect(await read()).toMatchObject({
      unseen: { why: "permission-missing", permission: "contents: read" },
    });
  });
});
