// Addresses of remotes, and names of files as bytes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodePath, encodePath } from "../../src/clone/git/path-bytes.ts";
import { readRecords } from "../../src/clone/git/read-records.ts";
import { parseOrigin } from "../../src/clone/origin.ts";
import { listAll } from "../support/git-repository.ts";

const shop = { host: "github.com", fullName: "acme/shop" };

describe("an address", () => {
  test.each([
    ["https://github.com/acme/shop", shop],
    ["https://github.com/acme/shop.git/", shop],
    ["https://user:p%40ss@GitHub.com:443/acme/shop.git", shop],
    ["git@github.com:acme/shop.git", shop],
    ["github.com:acme/shop", shop],
    ["ssh://git@ssh.github.com:443/acme/shop.git", shop],
    ["git://github.com/acme/shop", shop],
    ["git+ssh://git@github.com/acme/shop", shop],
    ["https://ghes.example:8443/acme/shop.js", { host: "ghes.example", fullName: "acme/shop.js" }],
    ["git@ghes.example:/acme/shop.git", { host: "ghes.example", fullName: "acme/shop" }],
  ])("%s names a repository", (address, expected) => {
    expect(parseOrigin(address)).toEqual(expected);
  });

  test.each([
    "",
    "/srv/git/acme/shop.git",
    "../shop",
    "file:///srv/acme/shop",
    "https://github.com/shop",
    "https://example.com/groups/acme/shop",
    "https://github.com/acme/..",
    "https://github.com/acme/sh%0aop",
    "ext::sh -c touch% /tmp/x",
    "C:\\git\\shop",
    "https://",
    "git@host\n:acme/shop",
  ])("%j names none", (address) => {
    expect(parseOrigin(address)).toBeNull();
  });

  test("never gives back what stands before the host", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{1,10}$/), (secret) => {
        const found = parseOrigin(`https://me:pw-${secret}@github.com/acme/shop`);
        expect(JSON.stringify(found)).not.toContain(`pw-${secret}`);
        expect(found).toEqual(shop);
      }),
    );
  });
});

describe("names of files", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 12 }).map((array) => Buffer.from(array)),
    fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
    fc.constantFrom(Buffer.from("\uFFFD"), Buffer.from("b\xe9", "latin1"), Buffer.from([0xed, 0xb2, 0x80])),
  );

  test("keep every byte, so that no two become one", () => {
    fc.assert(
      fc.property(bytes, (name) => {
        expect(encodePath(decodePath(name))).toEqual(name);
      }),
    );
  });

  test("are plain text where they are UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect(decodePath(Buffer.from(name))).toBe(name);
      }),
    );
  });

  test("are cut at the same places, however the bytes arrive", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          bytes.filter((name) => name.length > 0 && !name.includes(0)),
          { minLength: 1, maxLength: 8 },
        ),
        fc.integer({ min: 1, max: 9 }),
        async (names, size) => {
          const all = Buffer.concat(names.flatMap((name) => [name, Buffer.of(0)]));
          async function* pieces() {
            for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
          }
          const read = (await listAll(readRecords(pieces(), "\0"))).flat();
          expect(read).toEqual(names.map(decodePath));
        },
      ),
    );
  });
});
