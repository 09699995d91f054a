import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";

const gzipAsync = promisify(gzip);

/** Below, packing takes longer than it saves. */
const MIN_BYTES = 1_024;
const TEXTS = /^(text\/(html|css|javascript|plain)|application\/(json|problem\+json)|image\/svg\+xml)\b/u;
const FORM_TOKEN = Buffer.from('name="token"');

/** Whether an answer of this type and size is packed for those who can unpack it. */
export function isWorthPacking(contentType: string, body: Uint8Array): boolean {
  return body.byteLength >= MIN_BYTES && TEXTS.test(contentType);
}

/**
 * Whether a page has the session's form token in it. Such a page is never packed: its length would tell, guess by guess, the
 * token to somebody who can put text into the page and watch the line (BREACH).
 */
export function hasFormToken(body: Uint8Array): boolean {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(FORM_TOKEN);
}

/** What `Accept-Encoding` says of gzip (RFC 9110 §12.5.3). */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  const weights = new Map(
    (acceptEncoding ?? "").split(",").map((part) => {
      const [coding = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice("q=".length);
      return [coding, weight === undefined ? 1 : Number(weight)];
    }),
  );
  return (weights.get("gzip") ?? weights.get("*") ?? 0) > 0;
}

/** Packs on a thread of its own. */
export async function pack(body: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await gzipAsync(body, { level: constants.Z_DEFAULT_COMPRESSION });
  return new Uint8Array(packed.buffer, packed.byteOffset, packed.byteLength);
}
