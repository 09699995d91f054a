const NUMBERS = new Intl.NumberFormat("en-GB");

/** `7`, `2,000`. */
export function formatCount(count: number): string {
  return NUMBERS.format(count);
}
