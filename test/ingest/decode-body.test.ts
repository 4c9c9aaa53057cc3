import { expect, test } from "vitest";
import { decodeBody } from "../../src/ingest/decode-body.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("reads JSON", () => {
  expect(decodeBody(bytes('{"action":"opened"}'))).toEqual({ payload: { action: "opened" } });
});

test("reads JSON behind a byte order mark", () => {
  expect(decodeBody(bytes("\uFEFF[1]"))).toEqual({ payload: [1] });
});

test("fault 12: refuses bytes that are not UTF-8 rather than replace them", () => {
  const body = Uint8Array.of(0x22, 0xff, 0x22);
  expect(decodeBody(body)).toEqual({ unusable: "the body is not valid UTF-8" });
});

test.each(["", "{", "undefined", '{"a":1}x'])("refuses %j, which is not JSON", (text) => {
  expect(decodeBody(bytes(text))).toEqual({ unusable: "the body is not valid JSON" });
});

test("fault 13: keeps escaped NUL and lone surrogates as they are", () => {
  expect(decodeBody(bytes(String.raw`["\u0000\ud800"]`))).toEqual({ payload: ["\u0000\ud800"] });
});

test("fault 14: reads bodies that are no object, and keys that look dangerous, as plain data", () => {
  expect(decodeBody(bytes("null"))).toEqual({ payload: null });
  const decoded = decodeBody(bytes('{"__proto__":{"polluted":true}}'));
  expect(Object.keys("payload" in decoded ? (decoded.payload as object) : {})).toEqual(["__proto__"]);
  expect({}).not.toHaveProperty("polluted");
});

test("fault 40: does not quote the body in the reason", () => {
  expect(JSON.stringify(decodeBody(bytes('{"secret":"hunter2"')))).not.toContain("hunter2");
});
