// Answers of GitHub in a folder of a person's own, so that the next run asks only for what has changed. Nothing in it is needed: whatever
// cannot be read is as if it were not there, and the least recently used make room.
import { createHmac, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { z } from "zod";
import type { HttpResponsesTable, KeptResponse } from "../records/store.ts";

export interface ResponseFolderOptions {
  /** Made where it is not there, for its owner alone. */
  readonly folder: string;
  /** What is asked, and with what: an answer to one token is none to another. */
  readonly apiUrl: string;
  readonly token: string;
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Of all files together; absent: 200 MB. */
  readonly maximumTotalBytes?: number;
}

/** It keeps all that is asked by GET, unlike the server's table. */
export type ResponseFolder = HttpResponsesTable & {
  readonly wide: true;
  /** Drops what was not used for thirty days, and what is too much. For the end of a run. */
  tidy(): Promise<void>;
};

const usualTotalBytes = 200_000_000;
const maximumBytes = 8 * 1024 * 1024;
const keptMillis = 30 * 24 * 60 * 60_000;
/** Of a file that was being written when its process ended. */
const leftOverMillis = 60 * 60_000;

const nameOfAnswer = /^[0-9a-f]{64}\.gz$/;
const nameOfPart = /^[0-9a-f]{64}\.gz\.[0-9a-f-]{36}$/;

const keptResponse: z.ZodType<KeptResponse> = z.strictObject({
  etag: z.string().nullable(),
  body: z.string(),
});

const compress = promisify(gzip);
const decompress = promisify(gunzip);

export async function openResponseFolder(options: ResponseFolderOptions): Promise<ResponseFolder> {
  const { folder, apiUrl, token, now } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (installationId: number, request: string) => {
    // Under the token as the key: nobody reads it out of a name, and no other token leads there.
    const name = createHmac("sha256", token).update(JSON.stringify([apiUrl, installationId, request]));
    return join(folder, `${name.digest("hex")}.gz`);
  };

  const drop = async (usedBefore: number, mostBytes: number): Promise<number> => {
    const files = await listFiles(folder);
    files.sort((a, b) => b.usedAt - a.usedAt);
    let bytes = 0;
    let dropped = 0;
    for (const file of files) {
      const isPart = nameOfPart.test(file.name);
      if (!isPart) bytes += file.bytes;
      const isKept = isPart
        ? file.usedAt >= now() - leftOverMillis
        : file.usedAt >= usedBefore && bytes <= mostBytes;
      if (isKept) continue;
      if (!isPart) bytes -= file.bytes;
      await rm(join(folder, file.name), { force: true }).catch(ignore);
      dropped += 1;
    }
    return dropped;
  };

  return {
    wide: true,

    async find(installationId, request) {
      const path = pathOf(installationId, request);
      try {
        const text = (
          await decompress(await readFile(path), { maxOutputLength: 4 * maximumBytes })
        ).toString();
        const response = keptResponse.parse(JSON.parse(text));
        const seconds = now() / 1000;
        await utimes(path, seconds, seconds).catch(ignore);
        return response;
      } catch {
        return null;
      }
    },

    async keep(installationId, request, { etag, body }) {
      if (Buffer.byteLength(body, "utf8") > maximumBytes) return;
      const path = pathOf(installationId, request);
      const part = `${path}.${randomUUID()}`;
      try {
        await writeFile(part, await compress(JSON.stringify({ etag, body })), { mode: 0o600, flag: "wx" });
        const seconds = now() / 1000;
        await utimes(part, seconds, seconds);
        await rename(part, path);
      } catch {
        // A full disk costs the next run a request, and this one nothing.
        await rm(part, { force: true }).catch(ignore);
      }
    },

    drop: (usedBefore) => drop(usedBefore, Number.POSITIVE_INFINITY),

    async tidy() {
      await drop(now() - keptMillis, options.maximumTotalBytes ?? usualTotalBytes);
    },
  };
}

interface CacheFile {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds UTC. */
  readonly usedAt: number;
}

/** Files of ours: whatever else lies in the folder is left alone. */
async function listFiles(folder: string): Promise<CacheFile[]> {
  const names = await readdir(folder).catch(() => []);
  const files: CacheFile[] = [];
  for (const name of names) {
    if (!nameOfAnswer.test(name) && !nameOfPart.test(name)) continue;
    const found = await stat(join(folder, name)).catch(() => null);
    if (found?.isFile()) files.push({ name, bytes: found.size, usedAt: found.mtimeMs });
  }
  return files;
}

/** What cannot be tidied now is tidied by another run. */
function ignore(): void {}
