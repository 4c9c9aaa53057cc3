// Builds what is published and what is in the image: the command line as JavaScript for Node 20 and later, because Node strips no types
// below `node_modules`. A file for each command and for what they share, npm packages included, so that `npx firstpass` fetches one
// archive and nothing else. `npm pack` runs it first.
import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "esbuild";
import { describeLicenses, usedInputs } from "./bundled-licenses.ts";

const root = resolve(import.meta.dirname, "..");
const outdir = join(root, "dist");

/** What the sources use and Node 20 lacks. Each replaces nothing where it is there already. */
const polyfills = [
  "core-js/modules/es.map.group-by",
  "core-js/modules/es.object.group-by",
  "core-js/modules/es.promise.with-resolvers",
];

const entry = [
  "#!/usr/bin/env node",
  ...polyfills.map((name) => `import ${JSON.stringify(name)};`),
  'import "./src/cli/main.ts";',
];

/** The demo stays in the checkout, because it needs what only tests need; the command says so. */
const leaveOutDemo: Plugin = {
  name: "leave-out-demo",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/demo\// }, ({ path }) => ({ path, external: true }));
  },
};

// Files of an earlier build have other names.
rmSync(outdir, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  stdin: { contents: entry.join("\n"), resolveDir: root, sourcefile: "firstpass.ts" },
  outdir,
  entryNames: "firstpass",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  // Packages in CommonJS ask for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire as createRequireOfNode } from "node:module";\nconst require = createRequireOfNode(import.meta.url);',
  },
  plugins: [leaveOutDemo],
  // An optional driver in C that pg asks for, and does without.
  external: ["pg-native"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
writeFileSync(join(outdir, "licenses.txt"), describeLicenses(root, usedInputs(metafile)));
