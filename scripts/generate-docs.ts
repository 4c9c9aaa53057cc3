// Writes what is documented from the code itself: docs/kpis.md from the KPI definitions, docs/schema/ from the schemas.
// node scripts/generate-docs.ts [--check]   With --check nothing is written, and a stale file ends it with exit code 1.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { configJsonSchema } from "../src/core/config/schema/json-schema.ts";
import { exceptionsJsonSchema } from "../src/core/exceptions/schema.ts";
import { kpiDefinitions } from "../src/core/kpis/registry.ts";
import { scorecardJsonSchema } from "../src/core/scorecard/schema.ts";
import { describeKpis } from "./describe-kpis.ts";
import { withExample } from "./explain-example.ts";
import { withPolicies } from "./policy-guide.ts";
import { findFaultTests, withFaults } from "./reliability-table.ts";
import { withWays } from "./three-ways.ts";

const root = join(import.meta.dirname, "..");
const generated: Readonly<Record<string, string>> = {
  "docs/kpis.md": describeKpis(kpiDefinitions),
  "docs/schema/scorecard.schema.json": toJson(scorecardJsonSchema()),
  "docs/schema/firstpass.schema.json": toJson(configJsonSchema()),
  "docs/explain.md": withExample(await readFile(join(import.meta.dirname, "../docs/explain.md"), "utf8")),
  "docs/policy.md": withPolicies(await readFile(join(import.meta.dirname, "../docs/policy.md"), "utf8")),
  "docs/reliability.md": withFaults(
    await readFile(join(root, "docs/reliability.md"), "utf8"),
    findFaultTests(root),
  ),
  "docs/ways.md": withWays(await readFile(join(root, "docs/ways.md"), "utf8")),
  "docs/schema/firstpass-exceptions.schema.json": toJson(exceptionsJsonSchema()),
};

const checks = process.argv.slice(2);
if (checks.some((argument) => argument !== "--check")) {
  console.error("Usage: node scripts/generate-docs.ts [--check]");
  process.exit(2);
}

const stale: string[] = [];
for (const [path, text] of Object.entries(generated)) {
  if ((await readOrNull(join(root, path))) === text) continue;
  stale.push(path);
  if (checks.length > 0) continue;
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

if (checks.length === 0) {
  console.log(
    stale.length === 0 ? "Nothing to write: all generated files are current." : `Wrote ${stale.join(", ")}`,
  );
} else if (stale.length > 0) {
  console.error(
    `Not current: ${stale.join(", ")}. Run \`node scripts/generate-docs.ts\` and commit what it writes.`,
  );
  process.exitCode = 1;
} else {
  console.log(`${Object.keys(generated).length} generated files are current.`);
}

function toJson(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
