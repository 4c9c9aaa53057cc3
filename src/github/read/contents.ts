// Reads single files, by path or by blob SHA. What Firstpass reads is small text; anything else is refused with the reason.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import { NotFound, Refused } from "../errors.ts";
import type { GitHubReads, RepositoryAddress } from "../gateway.ts";

const defaultMaximumBytes = 1024 * 1024;

const commitSha = /^[0-9a-f]{40}$/;

const encodedText = z.object({
  sha: z.string(),
  size: z.number(),
  encoding: z.string(),
  content: z.string(),
});

const contents = z.union([
  z.array(z.unknown()).transform(() => "folder" as const),
  encodedText.extend({ type: z.literal("file") }),
  z.object({ type: z.string() }).transform(({ type }) => type),
]);

export function readFile(ask: Ask): GitHubReads["readFile"] {
  return async (repository: RepositoryAddress, path: string, ref: string | null) => {
    try {
      const answer = await ask(
        repository.installationId,
        "GET /repos/{owner}/{repo}/contents/{path}",
        { ...inRepository(repository), path, ...(ref === null ? {} : { ref }) },
        contents,
        ref !== null && commitSha.test(ref) ? "for-ever" : "until-changed",
      );
      if (typeof answer === "string") throw new Refused(`${path} is not a file but a ${answer}.`, 422);
      return { text: decodeText(path, answer), sha: answer.sha };
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  };
}

export function readBlob(ask: Ask): GitHubReads["readBlob"] {
  return async (repository, sha, maximumBytes) => {
    const blob = await ask(
      repository.installationId,
      "GET /repos/{owner}/{repo}/git/blobs/{file_sha}",
      { ...inRepository(repository), file_sha: sha },
      encodedText.extend({
        size: z
          .number()
          .nullable()
          .transform((size) => size ?? 0),
      }),
      "for-ever-if-wide",
    );
    return decodeText(`Blob ${sha}`, blob, maximumBytes);
  };
}

function decodeText(
  what: string,
  file: z.infer<typeof encodedText>,
  maximumBytes = defaultMaximumBytes,
): string {
  if (file.size > maximumBytes)
    throw new Refused(`${what} is larger than ${maximumBytes} bytes: it is not read.`, 413);
  if (file.encoding === "utf-8") return file.content;
  if (file.encoding !== "base64")
    throw new Refused(`${what} comes in the encoding ${file.encoding}: it is not read.`, 422);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(file.content, "base64"));
  } catch (error) {
    throw new Refused(`${what} is not UTF-8 text: it is not read.`, 422, { cause: error });
  }
}
