/** Control characters, line and paragraph separators, and what turns the direction of text around. */
export const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

export function hasControlCharacter(text: string): boolean {
  return CONTROL.test(text) || !text.isWellFormed();
}
