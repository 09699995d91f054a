import { isGuessable } from "./is-guessable.ts";
import { ok, refuse, type Result } from "./result.ts";

/** As Standard Webhooks bounds them. */
const LEAST_BYTES = 24;
const MOST_BYTES = 64;
const PREFIX = "whsec_";
/** The one in force, and while it is being replaced the next. */
const MOST_SECRETS = 2;

/**
 * The secrets of a file, one a line: `whsec_` and 24 to 64 random bytes in base64. Refused with what goes on after the file's
 * name; never quotes one.
 */
export function parseWebhookSecrets(text: string): Result<readonly Buffer[], string> {
  const lines = text
    .split(/[\r\n]+/u)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0)
    return refuse("has no secret. Make one with: echo whsec_$(head -c 32 /dev/urandom | base64)");
  if (lines.length > MOST_SECRETS)
    return refuse(`has ${lines.length} lines; at most ${MOST_SECRETS} secrets are taken, one a line`);
  const secrets = lines.map(parseSecret);
  const whole = secrets.filter((secret) => secret !== undefined);
  if (whole.some(isGuessable))
    return refuse("has a secret that repeats a few bytes, which anybody could guess");
  return whole.length === secrets.length
    ? ok(whole)
    : refuse(
        `has a line that is not ${PREFIX} and ${LEAST_BYTES} to ${MOST_BYTES} random bytes in base64, as Standard Webhooks wants it`,
      );
}

function parseSecret(line: string): Buffer | undefined {
  if (!line.startsWith(PREFIX)) return undefined;
  const encoded = line.slice(PREFIX.length);
  const secret = Buffer.from(encoded, "base64");
  // Node reads on where it is not base64.
  const isWhole = secret.toString("base64").replace(/=+$/u, "") === encoded.replace(/=+$/u, "");
  return isWhole && secret.length >= LEAST_BYTES && secret.length <= MOST_BYTES ? secret : undefined;
}
