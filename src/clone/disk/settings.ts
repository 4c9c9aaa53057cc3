// What the clone's and the person's configuration say that matters for reading: how line ends are kept, which filters there are,
// whether objects were left out, and where the clone came from.
import type { Git } from "../git/git.ts";
import { type Origin, parseOrigin } from "../origin.ts";

export interface Settings {
  readonly origin: Origin | null;
  /** `git clone --filter` left objects out. */
  readonly isPartial: boolean;
  readonly convertsLineEnds: boolean;
  /** Names of filters that change what is on disk, such as `lfs`. */
  readonly filters: ReadonlySet<string>;
}

const wanted = String.raw`^(remote\.origin\.url|remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone|core\.autocrlf|filter\..*\.(clean|process))$`;

export async function readSettings(git: Git): Promise<Settings> {
  const { output } = await git.run(["config", "-z", "--get-regexp", wanted], { answers: [1] });
  const settings = output
    .toString("utf8")
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => {
      const end = entry.indexOf("\n");
      // A setting without "=" is true.
      return end === -1 ? ([entry, "true"] as const) : ([entry.slice(0, end), entry.slice(end + 1)] as const);
    });
  const url = settings.find(([name]) => name === "remote.origin.url")?.[1];
  const autocrlf = settings.findLast(([name]) => name === "core.autocrlf")?.[1].toLowerCase();
  return {
    origin: url === undefined ? null : await findOrigin(git, url),
    isPartial: settings.some(
      ([name, value]) => /partialclone/.test(name) || (name.endsWith(".promisor") && value !== "false"),
    ),
    convertsLineEnds: autocrlf !== undefined && ["true", "yes", "on", "1", "input"].includes(autocrlf),
    filters: new Set(
      settings.flatMap(([name, value]) =>
        name.startsWith("filter.") && value !== ""
          ? [name.slice("filter.".length, name.lastIndexOf("."))]
          : [],
      ),
    ),
  };
}

/** The address as it was given names the repository best; one that is short for another (`insteadOf`) is written out. */
async function findOrigin(git: Git, url: string): Promise<Origin | null> {
  const given = url.includes("://") ? parseOrigin(url) : null;
  if (given !== null) return given;
  const { code, output } = await git.run(["remote", "get-url", "origin"], { answers: [2, 128] });
  return code === 0 ? parseOrigin(output.toString("utf8").trim()) : null;
}
