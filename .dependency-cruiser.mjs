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
      name: "no-dev-dependency-in-product",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(local-github|demo)/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
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
