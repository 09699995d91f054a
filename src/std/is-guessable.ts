/** Of 32 random digits in hexadecimal, fewer than one in ten million has no more different ones. */
const FEWEST_DIFFERENT = 8;

/**
 * Whether a secret consists of so few different bytes that it cannot be random: zeros, as of a file that a crash has left behind or
 * that was only made long enough, or one letter many times.
 */
export function isGuessable(secret: Uint8Array): boolean {
  return new Set(secret).size < FEWEST_DIFFERENT;
}
