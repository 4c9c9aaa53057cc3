// The import table of docs/architecture.md, as rules. A folder may import itself and what is listed here.
// "packages" are the npm packages and Node modules a folder may use; where the key is absent, any.
const table = {
  core: {
    folders: [],
    packages: [
      "zod",
      "yaml",
      "semver",
      "dockerfile-ast",
      "vscode-languageserver-types",
      // Manifests and lockfiles of packages, their versions, and what tells two texts apart: parsers without I/O.
      "smol-toml",
      "fast-xml-parser",
      "@yarnpkg/parsers",
      "pip-requirements-js",
      "packageurl-js",
      "@renovatebot/pep440",
      "diff",
      "croner",
      "fastest-levenshtein",
      // Hashing is pure.
      "node:crypto",
      "@stdlib/",
      // Used with explicit times only, in UTC: pure arithmetic of ISO weeks.
      "luxon",
    ],
  },
  render: { folders: ["core"], packages: ["cli-table3"] },
  github: { folders: ["core"] },
  // What is kept, as a contract; `store` keeps it in a database, `memory` while a command runs.
  records: { folders: ["core"] },
  store: { folders: ["core", "records"] },
  memory: { folders: ["core", "records"] },
  // Git and files of a clone on disk, in the product's own words.
  clone: { folders: ["core"] },
  ingest: { folders: ["core", "records"] },
  workflows: {
    folders: ["core", "render", "github", "records", "clone"],
    packages: ["croner", "node:crypto", "pino", "zod"],
  },
  schedule: { folders: ["workflows", "ingest", "records"] },
  http: { folders: ["core", "render", "records"] },
  action: { folders: ["core", "render", "github", "workflows", "records", "memory", "clone"] },
  "local-github": { folders: ["core"] },
};

// The packages that are bundled into what is published. They stand among the development dependencies, because who installs Firstpass
// installs none of them; what only tests and scripts need must not come in by accident.
const productPackages = [
  "@actions/core",
  "@octokit/core",
  "@renovatebot/pep440",
  "@stdlib/math-base-special-erfc",
  "@stdlib/stats-base-dists-binomial-cdf",
  "@stdlib/stats-base-dists-chisquare-quantile",
  "@yarnpkg/parsers",
  "cli-table3",
  "commander",
  "croner",
  "diff",
  "dockerfile-ast",
  "fast-xml-parser",
  "fastest-levenshtein",
  "kysely",
  "luxon",
  "ora",
  "packageurl-js",
  "pg",
  "pino",
  "pip-requirements-js",
  "probot",
  "prom-client",
  "semver",
  "smol-toml",
  "stream-json",
  // Comes with dockerfile-ast, which hands out its positions.
  "vscode-languageserver-types",
  "yaml",
  "zod",
];

const forbidFolders = Object.entries(table).map(([folder, { folders }]) => ({
  name: `${folder}-imports`,
  severity: "error",
  comment: `src/${folder} may import ${[folder, ...folders].map((f) => `src/${f}`).join(", ")}.`,
  from: { path: folder === "action" ? "^action/" : `^src/${folder}/` },
  to: { path: `^src/(?!(${[folder, ...folders].join("|")})/)` },
}));

const escapeRegExp = (name) => name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

const forbidPackages = Object.entries(table)
  .filter(([, { packages }]) => packages)
  .map(([folder, { packages }]) => ({
    name: `${folder}-packages`,
    severity: "error",
    comment: `src/${folder} may use only these packages: ${packages.join(", ")}.`,
    from: { path: `^src/${folder}/` },
    to: {
      dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown", "core"],
      pathNot: packages
        .map((name) =>
          name.startsWith("node:")
            ? `^(node:)?${escapeRegExp(name.slice(5))}$`
            : `node_modules/${escapeRegExp(name)}`,
        )
        .concat(packages.map((name) => `^${escapeRegExp(name)}`)),
    },
  }));

export default {
  forbidden: [
    { name: "no-cycle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^node:sqlite$" },
    },
    {
      name: "octokit-only-in-github",
      severity: "error",
      comment: "Only src/github touches Octokit; index.ts and app.ts hand it Probot's.",
      from: { path: "^src/", pathNot: "^src/(github|local-github|index\\.ts|app\\.ts)" },
      to: { path: "node_modules/@octokit/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "sql-only-in-store",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/store/" },
      to: { path: "(node_modules/(kysely|pg)/|^(node:)?sqlite$)" },
    },
    {
      name: "product-packages",
      severity: "error",
      comment: `What is published holds only these packages: ${productPackages.join(", ")}.`,
      from: { path: "^(src|action)/", pathNot: "^src/(local-github|demo)/" },
      to: {
        dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only"],
        pathNot: productPackages.map((name) => `(^|node_modules/)${escapeRegExp(name)}(/|$)`),
      },
    },
    ...forbidFolders,
    ...forbidPackages,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${import.meta.dirname}/tsconfig.json` },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      exportsFields: ["exports"],
      mainFields: ["module", "main", "types", "typings"],
      conditionNames: ["import", "node", "types", "default"],
    },
  },
};
