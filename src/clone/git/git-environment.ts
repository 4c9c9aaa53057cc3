// What every child process of git gets: nothing that the clone's own configuration names is run, nothing is fetched, nothing written.

/** Variables of git that stay: where git is, and what the person configured. All others could point it at another repository. */
const kept = /^GIT_(EXEC_PATH|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+))$/;

/** Settings that would run a program, or change what is shown. They go before the command, and win over every file. */
export const safeSettings: readonly string[] = [
  // Empty, not `false`: before 2.36 that was the name of a program.
  "core.fsmonitor=",
  "core.hooksPath=/dev/null",
  "core.untrackedCache=false",
  "core.pager=cat",
  "core.sshCommand=false",
  "core.askPass=",
  "credential.helper=",
  "diff.external=",
  "log.showSignature=false",
  "blame.ignoreRevsFile=",
  "protocol.allow=never",
  "submodule.recurse=false",
  "gc.auto=0",
  "maintenance.auto=false",
].flatMap((setting) => ["-c", setting]);

/**
 * `GIT_ALLOW_PROTOCOL` is what truly ends fetching in versions that do not know `GIT_NO_LAZY_FETCH` (before 2.44): unlike
 * `protocol.allow`, a clone's own `protocol.file.allow` does not win over it.
 */
export function safeEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(environment).filter(([name]) => !name.startsWith("GIT_") || kept.test(name));
  return {
    ...Object.fromEntries(own),
    LC_ALL: "C",
    LANGUAGE: "C",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_PROTOCOL_FROM_USER: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_PAGER: "cat",
    // A clone could say that other objects stand in the place of its commits.
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_GRAFT_FILE: "/dev/null",
  };
}
