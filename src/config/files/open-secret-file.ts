import { isGuessable } from "../../std/is-guessable.ts";
import { ok, refuse, type Result } from "../../std/result.ts";
import { WatchedFile } from "./watched-file.ts";

const LEAST_CHARACTERS = 32;
/** The one in force, and while it is being replaced the next. */
const MOST_SECRETS = 2;

/** A file with a secret that somebody else sends us, in force as it is at the moment. Refused with a sentence. */
export async function openSecretFile(
  setting: string,
  path: string,
): Promise<Result<WatchedFile<readonly string[]>, string>> {
  return await WatchedFile.open({ setting, path, parse: parseSecrets });
}

/** One a line. Refused with what goes on after the file's name; never quotes one. */
export function parseSecrets(bytes: Buffer): Result<readonly string[], string> {
  const lines = bytes
    .toString("latin1")
    .split(/[\r\n]+/u)
    .filter((line) => line !== "");
  if (lines.length === 0) return refuse("has no secret. Make one with: head -c 32 /dev/urandom | base64");
  if (lines.length > MOST_SECRETS)
    return refuse(`has ${lines.length} lines; at most ${MOST_SECRETS} secrets are taken, one a line`);
  // What a header can carry as it stands (RFC 9110 §5.5).
  if (lines.some((line) => !/^[\x21-\x7e]+$/u.test(line)))
    return refuse("has blanks or other characters that a header does not carry");
  const short = lines.find((line) => line.length < LEAST_CHARACTERS);
  if (short !== undefined)
    return refuse(
      `has a secret of ${short.length} characters; at least ${LEAST_CHARACTERS} random ones are needed`,
    );
  return lines.some((line) => isGuessable(Buffer.from(line)))
    ? refuse("has a secret that repeats a few characters, which anybody could guess")
    : ok(lines);
}
