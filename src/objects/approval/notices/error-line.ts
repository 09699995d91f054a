import { cutTo } from "../../characters.ts";
import { NOTICE_BOUNDS } from "../notice.ts";

/** Why something failed, in somebody's words, as a record holds it: one line, and never none. */
export function toErrorLine(reason: string): string {
  const line = reason.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  return cutTo(line === "" ? "No reason was given." : line, NOTICE_BOUNDS.error);
}
