// Accents and other marks stand after their letter, and normalizing sorts those of one letter: 8,000 of them take a third
// of a second, 100,000 take 45. No writing needs more than 30 in a row (Unicode Standard Annex #15, Stream-Safe Text).

export const MOST_MARKS = 30;

const TOO_MANY = new RegExp(`\\p{M}{${MOST_MARKS + 1}}`, "u");
const BEYOND = new RegExp(`(?<kept>\\p{M}{${MOST_MARKS}})\\p{M}+`, "gu");

export function hasTooManyMarks(text: string): boolean {
  return TOO_MANY.test(text);
}

/** The text with at most 30 marks in a row. */
export function dropMarksBeyond(text: string): string {
  return text.replaceAll(BEYOND, "$<kept>");
}
