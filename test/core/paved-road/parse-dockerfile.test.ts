import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../src/core/paved-road/parse-dockerfile.ts";

function basesOf(text: string) {
  return parseDockerfile("Dockerfile", text).bases.map(({ image, stage, line }) => [line, image, stage]);
}

describe("parsing a Dockerfile", () => {
  it("finds the outside base of every stage, and leaves out stages on stages and on scratch", () => {
    const text = `# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM node:24-slim AS Build
RUN npm ci
FROM build AS test
FROM scratch AS empty
from ghcr.io:443/acme/base@sha256:abc
COPY --from=build /app /app
`;
    expect(basesOf(text)).toEqual([
      [2, "node:24-slim", "Build"],
      [6, "ghcr.io:443/acme/base@sha256:abc", null],
    ]);
  });

  it.each([
    ["ARG TAG=24\nFROM node:$TAG", "node:24"],
    [`ARG TAG=24\nFROM node:\${TAG}-slim`, "node:24-slim"],
    [`ARG TAG="24"\nFROM node:\${TAG}`, "node:24"],
    [`ARG TAG\nFROM node:\${TAG:-22}`, "node:22"],
    [`ARG TAG=\nFROM node:\${TAG:-22}`, "node:22"],
    [`ARG TAG=\nFROM node:\${TAG-22}`, "node:"],
    [`ARG SLIM=1\nFROM node:24\${SLIM:+-slim}`, "node:24-slim"],
    [`FROM node:24\${SLIM:+-slim}`, "node:24"],
    [`ARG NAME=node\nARG BASE=acme/\${NAME}:24\nFROM \${BASE}`, "acme/node:24"],
    ["ARG A=acme/node B=24\nFROM $A:$B", "acme/node:24"],
    ["ARG TAG\nFROM node:$TAG", null],
    ["FROM base-$TARGETARCH", null],
    [`ARG TAG=\${OTHER}\nFROM node:$TAG`, null],
    ["FROM node:24\nARG TAG=1\nFROM x:$TAG", "node:24"],
    ["ARG TAG=24\nARG TAG\nFROM node:$TAG", null],
    [`FROM node:\${TAG#v}`, null],
    ["FROM", null],
  ])("resolves %j to %s", (text, image) => {
    expect(parseDockerfile("Dockerfile", `${text}\n`).bases[0]?.image).toBe(image);
  });

  it("does not see a later ARG, one inside a stage, or a stage that comes later", () => {
    expect(basesOf("FROM later\nARG TAG=1\nFROM x:$TAG\nFROM node AS later\n")).toEqual([
      [1, "later", null],
      [3, null, null],
      [4, "node", "later"],
    ]);
  });

  it("takes a stage named like its image for what it is: first outside, then the stage", () => {
    expect(basesOf("FROM node AS node\nFROM node\n")).toEqual([[1, "node", "node"]]);
  });

  it("reads heredocs, continuation lines, comments between them, an escape directive, CRLF and a BOM", () => {
    expect(basesOf("FROM a \\\n# a comment\n  AS one\nRUN <<EOF\nFROM evil\nEOF\nFROM b\n")).toEqual([
      [1, "a", "one"],
      [7, "b", null],
    ]);
    expect(basesOf("\uFEFF# escape=`\r\nFROM `\r\n  a AS one\r\nFROM b\r\n")).toEqual([
      [2, "a", "one"],
      [4, "b", null],
    ]);
  });

  it.each([
    ["a heredoc", "RUN <<EOF\nFROM evil\nEOF"],
    ["one with a dash and tabs", "RUN <<-EOF\n\tFROM evil\n\tEOF"],
    ["one with a number and quotes", 'RUN 0<<-"EOF"\nFROM evil\nEOF'],
    ["one behind other words", "RUN bash -xe <<EOF\nFROM evil\nEOF"],
    ["one before others", "RUN 5<<EOF cat /proc/self/fd/5\nFROM evil\nEOF"],
    ["two", "RUN cat 5<<ONE 6<<TWO | cat\nFROM evil\nONE\nFROM evil\nTWO"],
    ["one behind a continued line", "RUN cat \\\n  # FROM evil\n  <<EOF\nFROM evil\nEOF"],
    ["two files", "COPY <<a.txt <<'b.txt' /x/\nFROM evil\na.txt\nFROM evil\nb.txt"],
    ["one for later", "ONBUILD RUN <<EOF\nFROM evil\nEOF"],
    ["a shift in a shell", "RUN echo $((1<<3))"],
    ["the like in quotes", "RUN echo \"a <<b\" 'c <<d'"],
    ["a here-string", "RUN cat <<< x"],
    ["the like in a label", "LABEL a=<<EOF"],
    ["a continued line with an empty one", "RUN a \\\n\\\n  b"],
    ["a comment", "# RUN <<EOF\n# FROM evil"],
    ["a doubled escape at the end", "RUN dir C:\\\\"],
  ])("reads what comes after %s, and not what stands in it", (_, instruction) => {
    const line = instruction.split("\n").length + 2;
    expect(basesOf(`FROM a\n${instruction}\nFROM b\n`)).toEqual([
      [1, "a", null],
      [line, "b", null],
    ]);
  });

  it("takes a path that ends in a backslash for what it is where the escape is another", () => {
    expect(basesOf("# escape=`\nFROM a\nCOPY x C:\\\nFROM b\n")).toEqual([
      [2, "a", null],
      [4, "b", null],
    ]);
    expect(basesOf("# a comment\n# escape=`\nFROM a \\\n  AS one\nFROM b\n")).toEqual([
      [3, "a", "one"],
      [5, "b", null],
    ]);
  });

  it.each([
    ["FROM a\nRUN <<EOF\nFROM evil\n", /line 2 never ends/],
    ["", /no FROM/],
    ["RUN true\n", /no FROM/],
    ["#".repeat(256 * 1024 + 1), /too long/],
  ])("says why %.20j cannot be read", (text, problem) => {
    expect(parseDockerfile("Dockerfile", text)).toEqual({
      path: "Dockerfile",
      bases: [],
      problem: expect.stringMatching(problem),
    });
  });

  it("does not resolve arguments that double themselves without end", () => {
    const text = `ARG A=aaaaaaaaaa\n${"ARG A=$A$A\n".repeat(60)}FROM $A\n`;
    expect(basesOf(text)).toEqual([[62, null, null]]);
  });

  it("never throws, whatever the text is", () => {
    const snippet = fc.constantFrom(
      "FROM ",
      "ARG ",
      "A=",
      "$A",
      `\${A`,
      "}",
      ":-",
      " AS ",
      "\\\n",
      "\n",
      "<<EOF",
      "--platform=",
      "@",
      "# escape=`\n",
      "\u0000",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(snippet, { maxLength: 30 }).map((parts) => parts.join("")),
        ),
        (text) => {
          for (const base of parseDockerfile("Dockerfile", text).bases) expect(base.line).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("reads a directive with a quarter of a megabyte of blanks in a moment", () => {
    const startedAt = performance.now();
    const { bases } = parseDockerfile("Dockerfile", `# a=x${" ".repeat(250_000)}y\nFROM a\n`);
    expect(bases).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it("keeps no more stages than people write", () => {
    expect(parseDockerfile("Dockerfile", "FROM a\n".repeat(200)).bases).toHaveLength(200);
    expect(parseDockerfile("Dockerfile", "FROM a\n".repeat(201))).toMatchObject({
      bases: [],
      problem: "It has 201 stages; at most 200 are read.",
    });
  });
});
