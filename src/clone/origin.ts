// Which repository an address of git's names. Names and passwords in it are left where they are.

export interface Origin {
  readonly host: string;
  /** `owner/name` */
  readonly fullName: string;
}

const fullName = /^\/*([A-Za-z0-9_][A-Za-z0-9_-]*)\/([A-Za-z0-9._-]+?)(?:\.git)?\/*$/;

/** Of GitHub's host there are several names. */
const hosts: Readonly<Record<string, string>> = {
  "ssh.github.com": "github.com",
  "www.github.com": "github.com",
};

/** Null where it is a folder, or no address of the form host and `owner/name`. */
export function parseOrigin(address: string): Origin | null {
  const short = /^(?:[^@/]+@)?([^:/@]+):(?!\/\/)(.*)$/s.exec(address);
  if (short !== null && !address.includes("://")) return toOrigin(short[1] ?? "", short[2] ?? "");
  if (!/^(https?|ssh|git|git\+ssh|ssh\+git):\/\//.test(address)) return null;
  try {
    // A scheme that `URL` knows well, so that host and path are told apart by its rules.
    const { hostname, pathname } = new URL(address.replace(/^[^:]+/, "https"));
    return toOrigin(hostname, pathname);
  } catch {
    return null;
  }
}

function toOrigin(host: string, path: string): Origin | null {
  const [, owner, name] = fullName.exec(path) ?? [];
  if (owner === undefined || name === undefined || !/^[A-Za-z0-9.-]+$/.test(host)) return null;
  if (name === "." || name === "..") return null;
  const known = host.toLowerCase();
  return { host: hosts[known] ?? known, fullName: `${owner}/${name}` };
}
