import { createHash } from "node:crypto";

/** The hour at which something was looked at, which says nothing about what was seen. */
const CLOCK = /<time [^>]*data-show="clock">[^<]*<\/time>/gu;
/** `18 min ago`: the script in the page writes it anew by itself, from `datetime`. */
const TIME_TEXT = /(?<mark><time [^>]*>)[^<]*/gu;

/** Of the form of a vote: another one each time that the page is made, for the same vote. */
const OPERATION = /(?<= name="operation" value=")[^"]*/gu;

/**
 * A weak tag of an answer (RFC 9110 §8.8.3): it stays the same while nothing is to be told. Of a page, hours that go on by
 * themselves do not count, nor what each form is called.
 */
export function tagOf(body: Uint8Array, contentType: string): string {
  const hash = createHash("sha256");
  if (contentType.startsWith("text/html")) {
    const page = Buffer.from(body).toString("utf8").replaceAll(OPERATION, "");
    hash.update(page.replaceAll(CLOCK, "").replaceAll(TIME_TEXT, "$<mark>"));
  } else {
    hash.update(body);
  }
  return `W/"${hash.digest("base64url").slice(0, 27)}"`;
}

/** Whether `If-None-Match` names this tag, compared weakly (RFC 9110 §13.1.2). */
export function namesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  const opaque = tag.slice("W/".length);
  return ifNoneMatch.matchAll(/"[^"]*"/gu).some(([named]) => named === opaque);
}
