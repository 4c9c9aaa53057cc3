// The address of a file that `extends` names: `owner/repo:path`. Its form alone decides what Firstpass ever looks for in another
// repository: files named like its own or in a folder `firstpass`, so that nobody reads others through the messages of a broken one.
import { repositoryConfigPath } from "../../paved-road/paths.ts";

/** Files that one configuration may extend, all chains together. */
export const maximumSharedFiles = 20;
/** How long a chain of files that extend each other may be. */
export const maximumSharedDepth = 5;

export interface SharedAddress {
  readonly owner: string;
  readonly name: string;
  readonly path: string;
}

const login = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const repositoryName = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;
const sharedFileName = /^firstpass[A-Za-z0-9._-]*\.ya?ml$/;
const sharedFolder = "firstpass";
const fileName = /^[A-Za-z0-9_-][A-Za-z0-9._ -]{0,99}\.ya?ml$/;
const folderName = /^(?!\.{1,2}$)[A-Za-z0-9._ -]{1,100}$/;
const longestPath = 300;

/** Whether a file may be extended, by its path in its repository. */
export function isSharedPath(path: string): boolean {
  const folders = path.split("/");
  const file = folders.pop() ?? "";
  return (
    path.length <= longestPath &&
    (sharedFileName.test(file) || (folders.at(-1) === sharedFolder && fileName.test(file))) &&
    folders.every((folder) => folderName.test(folder))
  );
}

/** Reads what `extends` says; `refused` goes on after the text that was found. `owner/repo` alone means its own configuration. */
export function readSharedAddress(text: string): SharedAddress | { readonly refused: string } {
  const colon = text.indexOf(":");
  const repository = colon < 0 ? text : text.slice(0, colon);
  const path = colon < 0 ? repositoryConfigPath : text.slice(colon + 1);
  const [owner = "", name = "", ...more] = repository.split("/");
  if (!login.test(owner) || !repositoryName.test(name) || more.length > 0)
    return { refused: 'must be a repository and a file in it, such as "acme/policies:firstpass/base.yml".' };
  if (!isSharedPath(path))
    return {
      refused:
        'must name a ".yml" or ".yaml" file whose name begins with "firstpass", or one in a folder "firstpass"; no other file is read.',
    };
  return { owner, name, path };
}

/** How the file is known in `Layers.shared`: owner and repository in lower case, the path as it is. */
export function sharedKey({ owner, name, path }: SharedAddress): string {
  return `${owner}/${name}`.toLowerCase().concat(":", path);
}

/** How the file is called in front of people. */
export function formatSharedAddress({ owner, name, path }: SharedAddress): string {
  return `${owner}/${name}:${path}`;
}
