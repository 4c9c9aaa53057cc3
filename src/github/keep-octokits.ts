// One Octokit per installation, made once and used again: making one costs about as much as a request. Its token is renewed
// by itself, as each request asks for it.
import type { OctokitFor } from "./ask.ts";

/** Installations whose Octokit is kept; the one that was used longest ago goes first. */
const keptOctokits = 200;

/** The same, with each Octokit kept while it is in use. One that could not be made is asked for again. */
export function keepOctokits(octokitFor: OctokitFor): OctokitFor {
  const kept = new Map<number, ReturnType<OctokitFor>>();
  return (installationId) => {
    const octokit = kept.get(installationId) ?? octokitFor(installationId);
    kept.delete(installationId);
    kept.set(installationId, octokit);
    const [oldest] = kept.keys();
    if (kept.size > keptOctokits && oldest !== undefined) kept.delete(oldest);
    octokit.catch(() => {
      if (kept.get(installationId) === octokit) kept.delete(installationId);
    });
    return octokit;
  };
}
