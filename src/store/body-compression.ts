// Bodies of deliveries, compressed. A small one is written faster than it is compressed, so the intake stores it as it came, and it is
// compressed when its delivery ends; a large one is compressed faster than it is written. Brotli at quality 1 takes some 30 µs for a
// webhook of 8 or of 24 KB, and leaves a tenth to a fifth of it; a commit takes about 3 µs for each KB.
import { promisify } from "node:util";
import {
  brotliCompress,
  brotliCompressSync,
  brotliDecompress,
  brotliDecompressSync,
  constants,
} from "node:zlib";

/** Above this a body is handed to Node's thread pool, so that one large push does not hold up the others. */
const threadPoolBytes = 256 * 1024;

/** From here on the intake compresses. */
const compressedAtOnceBytes = 16 * 1024;

const compressInPool = promisify(brotliCompress);
const decompressInPool = promisify(brotliDecompress);
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** A body as the intake stores it. */
export interface StoredBody {
  readonly body: Uint8Array;
  readonly compressed: 0 | 1;
}

export async function storedBodyOf(body: Uint8Array): Promise<StoredBody> {
  return body.byteLength < compressedAtOnceBytes
    ? { body, compressed: 0 }
    : { body: await compressBody(body), compressed: 1 };
}

export async function compressBody(body: Uint8Array): Promise<Uint8Array> {
  return body.byteLength > threadPoolBytes
    ? await compressInPool(body, options)
    : brotliCompressSync(body, options);
}

export async function decompressBody(compressed: Uint8Array): Promise<Uint8Array> {
  return compressed.byteLength > threadPoolBytes / 4
    ? await decompressInPool(compressed)
    : brotliDecompressSync(compressed);
}
