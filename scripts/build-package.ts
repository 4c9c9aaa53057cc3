// Builds what is published: the command line as JavaScript for Node 20 and later, because Node strips no types below
// `node_modules`. One file for each command and what they share; npm packages stay dependencies. `npm pack` runs it first.
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import packageJson from "../package.json" with { type: "json" };

const root = resolve(import.meta.dirname, "..");
const outdir = resolve(root, "dist");

/** What the sources use and Node 20 lacks. Each replaces nothing where it is there already. */
const polyfills = [
  "core-js/modules/es.map.group-by",
  "core-js/modules/es.object.group-by",
  "core-js/modules/es.promise.with-resolvers",
];

/** The demo runs on development dependencies: it stays in the checkout, and the command says so. */
const leaveOutDemo: Plugin = {
  name: "leave-out-demo",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/demo\// }, ({ path }) => ({ path, external: true }));
  },
};

const entry = [
  "#!/usr/bin/env node",
  ...polyfills.map((name) => `import ${JSON.stringify(name)};`),
  'import "./src/cli/main.ts";',
];

// Files of an earlier build have other names.
rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  stdin: { contents: entry.join("\n"), resolveDir: root, sourcefile: "firstpass.ts" },
  entryNames: "firstpass",
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  chunkNames: "chunks/[name]-[hash]",
  // Packages are installed beside; the polyfills are taken in.
  plugins: [leaveOutDemo],
  external: Object.keys(packageJson.dependencies).flatMap((name) => [name, `${name}/*`]),
  legalComments: "inline",
  logLevel: "warning",
});
