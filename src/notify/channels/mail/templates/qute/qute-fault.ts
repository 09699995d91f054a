/** Why something in Qute is not taken over, and what to write. */
export class QuteFault extends Error {}

/** What to write where Qute is served no further. */
export function inLiquid(text: string): string {
  return `in a Liquid template such as request.html.liquid, it is ${text}`;
}
