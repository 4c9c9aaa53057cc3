// Where exceptions files are kept, and where a person can open one of their lines.
import type { RepositoryState } from "../facts/repository.ts";
import type { ExceptionsFileVersion } from "./exception.ts";

/** Where a repository keeps its own exceptions. */
export const repositoryExceptionsPath = ".github/firstpass-exceptions.yml";

/** Where an organisation's `.github` or `.github-private` repository keeps those of several repositories. */
export const organisationExceptionsPath = "firstpass-exceptions.yml";

/** Repositories that may hold an organisation's file, in the order in which they are looked into. */
export const organisationRepositories: readonly string[] = [".github", ".github-private"];

/** Whether the file is an exceptions file, of a repository or of an organisation. */
export function isExceptionsPath(path: string): boolean {
  return path === repositoryExceptionsPath || path === organisationExceptionsPath;
}

/** The line on the default branch as it is today; null where the repository's own address is none. */
export function addressOfEntry(
  { origin, path }: Pick<ExceptionsFileVersion, "origin" | "path">,
  line: number,
  repository: RepositoryState,
): string | null {
  if (origin === "repository-file") return `${repository.url}/blob/HEAD/${path}#L${line}`;
  const [owner, name, ...file] = path.split("/");
  if (!URL.canParse(repository.url) || owner === undefined || name === undefined) return null;
  return `${new URL(repository.url).origin}/${owner}/${name}/blob/HEAD/${file.join("/")}#L${line}`;
}
