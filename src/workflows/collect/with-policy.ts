// A file that stands in for the organisation's configuration where the account has none that the token may see.
import { organisationRepositories } from "../../core/exceptions/file-address.ts";
import { organisationConfigPath } from "../../core/paved-road/paths.ts";
import { NotFound, PermissionError } from "../../github/errors.ts";
import type { GitHubGateway, PrioritizedGitHub } from "../../github/gateway.ts";

/**
 * GitHub as it would be with `text` as the organisation's file, wherever it has none.
 * @param onIgnored told of each account whose own file stands instead; `owner/name`.
 */
export function withPolicy(
  github: PrioritizedGitHub,
  text: string,
  onIgnored: (holder: string) => void,
): PrioritizedGitHub {
  const wrap = <Gateway extends GitHubGateway>(gateway: Gateway): Gateway => ({
    ...gateway,
    async readFile(repository, path, ref) {
      if (path !== organisationConfigPath || ref !== null || !isHolder(repository.name))
        return gateway.readFile(repository, path, ref);
      const found = await readOrNull(() => gateway.readFile(repository, path, ref));
      if (found !== null) onIgnored(`${repository.owner}/${repository.name}`);
      // Looked for in all repositories that may hold it, before it is replaced.
      const isLast = repository.name === organisationRepositories.at(-1);
      return found ?? (isLast ? { text, sha: "" } : null);
    },
  });
  return { ...wrap(github), at: (priority) => wrap(github.at(priority)) };
}

function isHolder(name: string): boolean {
  return organisationRepositories.includes(name);
}

async function readOrNull<Read>(read: () => Promise<Read | null>): Promise<Read | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotFound || error instanceof PermissionError) return null;
    throw error;
  }
}
