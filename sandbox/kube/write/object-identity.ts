import { randomInt, randomUUID } from "node:crypto";

/** The characters of generated names: no vowels, no digits that look like letters ("generateName"). */
const NAME_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";
const SUFFIX_LENGTH = 5;
const MAX_BASE_LENGTH = 63 - SUFFIX_LENGTH;

/** A name from `generateName`: its first 58 characters and 5 random ones. */
export function generateName(base: string): string {
  const suffix = Array.from(
    { length: SUFFIX_LENGTH },
    () => NAME_CHARACTERS[randomInt(NAME_CHARACTERS.length)],
  );
  return base.slice(0, MAX_BASE_LENGTH) + suffix.join("");
}

export function newUid(): string {
  return randomUUID();
}
