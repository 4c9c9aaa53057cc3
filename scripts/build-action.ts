// Bundles the Action into `action/dist`, which is committed, because GitHub installs nothing when it runs one. `--check` fails while what is
// committed is not what the sources give. The same sources give the same bytes.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { describeLicenses, usedInputs } from "./bundled-licenses.ts";

const root = resolve(import.meta.dirname, "..");
const dist = resolve(root, "action/dist");

/** What the Action must never hold: the server, its databases, and the framework that runs it. */
const forbidden =
  /^(src\/(store|ingest|http|schedule|demo|local-github|cli)\/|node_modules\/(probot|kysely|pg|pino|undici)\/)|^(node:)?sqlite$/;

/** `@actions/core` can also sign in and run programs: parts that nothing here uses, and that bring an HTTP client along. */
const withoutSideEffects: Plugin = {
  name: "without-side-effects",
  setup(builder) {
    builder.onResolve({ filter: /^(@actions\/|undici$|tunnel$)/ }, async ({ path, pluginData, ...rest }) => {
      if (pluginData === "resolved") return undefined;
      const { resolveDir, importer, kind } = rest;
      const found = await builder.resolve(path, { resolveDir, importer, kind, pluginData: "resolved" });
      return { ...found, sideEffects: false };
    });
  },
};

const bundled = await build({
  absWorkingDir: root,
  entryPoints: ["action/main.ts"],
  outfile: join(dist, "main.js"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  write: false,
  metafile: true,
  legalComments: "none",
  charset: "utf8",
  plugins: [withoutSideEffects],
  // Packages in CommonJS ask for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire as createRequireOfNode } from "node:module";\nconst require = createRequireOfNode(import.meta.url);',
  },
  logLevel: "warning",
});

const inputs = usedInputs(bundled.metafile);
const strangers = inputs.filter((path) => forbidden.test(path));
if (strangers.length > 0) throw new Error(`The Action must not hold: ${strangers.join(", ")}`);

const files = new Map([
  ["main.js", bundled.outputFiles[0]?.text ?? ""],
  ["licenses.txt", describeLicenses(root, inputs)],
  ["package.json", '{ "type": "module" }\n'],
]);

if (process.argv.includes("--check")) {
  const stale = [...files].filter(([name, text]) => readIfThere(join(dist, name)) !== text);
  const strange = existsSync(dist) ? readdirSync(dist).filter((name) => !files.has(name)) : [];
  const wrong = [...stale.map(([name]) => name), ...strange];
  if (wrong.length > 0) {
    console.error(`action/dist is not current (${wrong.join(", ")}): run npm run build:action`);
    process.exitCode = 1;
  }
} else {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(dist, name), text);
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
