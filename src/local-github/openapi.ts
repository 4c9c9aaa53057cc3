// GitHub's own OpenAPI description as a judge: query parameters, request bodies and answers are held against it.
// Loaded once, on first use; each operation's validators are compiled when it is first called.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Described {
  readonly body: "none" | "optional" | "required";
  readonly query: readonly string[];
  readonly bodyProperties: readonly string[];
  readonly statuses: readonly string[];
}

/** What one operation accepts and answers. */
export interface Operation {
  /** Problems of a query, in words; empty when it is fine. */
  checkQuery(query: Readonly<Record<string, string>>): string[];
  /** Problems of a request body, in words; empty when it is fine. */
  checkBody(body: unknown): string[];
  /** Problems of an answer; empty when it is fine or the description names no body for the status. */
  checkAnswer(status: number, body: unknown): string[];
  /** Top-level names that the description does not know: GitHub ignores them, we record them. */
  unknownNames(query: Readonly<Record<string, string>>, body: unknown): string[];
}

let description: { strict: Ajv; coercing: Ajv; operations: Map<string, Described> } | null = null;

/** The list of installations has an account that is a user and an enterprise at once; one installation alone says either. */
function isEither(key: string, value: Json): boolean {
  const titles = Array.isArray(value) ? value.map((part) => objectOf(part).title) : [];
  return key === "allOf" && titles.join() === "Simple User,Enterprise";
}

/** `created` is described as a time, and its text says that it takes a range of them in search syntax. */
const querySchemaOf = (parameter: { [key: string]: Json }): Json =>
  parameter.name === "created" ? { type: "string" } : (parameter.schema ?? {});

/** OpenAPI 3.0 writes `nullable: true`; JSON Schema has the type `null` for it. */
function withNullTypes(node: Json): Json {
  if (Array.isArray(node)) return node.map(withNullTypes);
  if (node === null || typeof node !== "object") return node;
  const copy: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(node)) {
    if (key !== "nullable" && key !== "discriminator" && key !== "examples" && key !== "example") {
      copy[isEither(key, value) ? "anyOf" : key] = withNullTypes(value);
    }
  }
  if (node.nullable !== true) return copy;
  return { anyOf: [copy, { type: "null" }] };
}

const objectOf = (node: Json | undefined): { [key: string]: Json } =>
  node !== null && typeof node === "object" && !Array.isArray(node) ? node : {};

function dereference(root: { [key: string]: Json }, node: Json): { [key: string]: Json } {
  const ref = objectOf(node).$ref;
  if (typeof ref !== "string") return objectOf(node);
  return ref
    .slice(2)
    .split("/")
    .reduce((at, part) => objectOf(at[part]), root);
}

const isRequired = (requestBody: Json | undefined): boolean => objectOf(requestBody).required === true;

const jsonSchemaOf = (content: Json | undefined): Json | undefined =>
  objectOf(objectOf(objectOf(content).content)["application/json"]).schema;

function load() {
  const file = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
  const root = objectOf(JSON.parse(readFileSync(file, "utf8")));
  const schemas: { [key: string]: Json } = {};
  const operations = new Map<string, Described>();
  for (const methods of Object.values(objectOf(root.paths))) {
    for (const operation of Object.values(objectOf(methods)).map(objectOf)) {
      const id = operation.operationId;
      if (typeof id !== "string") continue;
      const parameters = (Array.isArray(operation.parameters) ? operation.parameters : [])
        .map((parameter) => dereference(root, parameter))
        .filter((parameter) => parameter.in === "query");
      const key = id.replace("/", ".");
      const body = jsonSchemaOf(operation.requestBody);
      const answers: { [status: string]: Json } = {};
      for (const [status, answer] of Object.entries(objectOf(operation.responses))) {
        const schema = jsonSchemaOf(dereference(root, answer));
        if (schema !== undefined) answers[status] = schema;
      }
      const query = Object.fromEntries(parameters.map((p) => [String(p.name), querySchemaOf(p)]));
      schemas[key] = { query: { type: "object", properties: query }, body: body ?? {}, answers };
      operations.set(id, {
        body: body === undefined ? "none" : isRequired(operation.requestBody) ? "required" : "optional",
        query: Object.keys(query),
        bodyProperties: Object.keys(objectOf(objectOf(body).properties)),
        statuses: Object.keys(answers),
      });
    }
  }
  const document = {
    $id: "github",
    components: withNullTypes(root.components ?? {}),
    operations: schemas,
  };
  const prepared = { ...document, operations: withNullTypes(schemas) };
  const makeAjv = (coerceTypes: boolean) => {
    const ajv = new Ajv({
      strict: false,
      logger: false,
      allErrors: true,
      coerceTypes,
      validateSchema: false,
    });
    addFormats.default(ajv);
    ajv.addSchema(prepared);
    return ajv;
  };
  return { strict: makeAjv(false), coercing: makeAjv(true), operations };
}

function inWords(where: string, errors: readonly ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map((error) => `${where}${error.instancePath} ${error.message ?? "is not valid"}`);
}

/**
 * Finds an operation by its id, e.g. `checks/create`.
 *
 * @throws Error when GitHub's description has no such operation: then a route of ours is wrong.
 */
export function describeOperation(operationId: string): Operation {
  description ??= load();
  const { strict, coercing, operations } = description;
  const described = operations.get(operationId);
  if (described === undefined) throw new Error(`GitHub's OpenAPI description has no ${operationId}.`);
  const pointer = `github#/operations/${operationId.replace("/", ".")}`;
  const compiled = (ajv: Ajv, part: string): ValidateFunction => {
    const ref = `${pointer}/${part}`;
    return ajv.getSchema(ref) ?? ajv.compile({ $ref: ref });
  };
  return {
    checkQuery(query) {
      const validate = compiled(coercing, "query");
      return validate({ ...query }) ? [] : inWords("query", validate.errors);
    },
    checkBody(body) {
      if (described.body === "none" || (described.body === "optional" && body === undefined)) return [];
      const validate = compiled(strict, "body");
      return validate(body) ? [] : inWords("body", validate.errors);
    },
    checkAnswer(status, body) {
      if (!described.statuses.includes(String(status))) return [];
      const validate = compiled(strict, `answers/${status}`);
      return validate(body) ? [] : inWords("answer", validate.errors);
    },
    unknownNames(query, body) {
      const names =
        body !== null && typeof body === "object" && !Array.isArray(body) ? Object.keys(body) : [];
      return [
        ...Object.keys(query).filter((name) => !described.query.includes(name)),
        ...names.filter((name) => !described.bodyProperties.includes(name)),
      ];
    },
  };
}
