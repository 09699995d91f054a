let numbers: Intl.NumberFormat | undefined;

/** `7`, `2,000`. */
export function formatCount(count: number): string {
  // Made for the first page: the data of languages that it brings takes some 8 MB.
  numbers ??= new Intl.NumberFormat("en-GB");
  return numbers.format(count);
}
