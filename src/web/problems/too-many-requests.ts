import { HttpProblem } from "./http-problem.ts";

/** Whose requests are too many: a person's, or those that came from an address without proof of who sends them. */
export type RequestLimit = "person" | "address";

interface Refused {
  /** How many may be sent. */
  readonly perMinute: number;
  /** Milliseconds until one more may be. */
  readonly waitMs: number;
}

const TOO_MANY: Readonly<Record<RequestLimit, (often: string) => string>> = {
  person: (often) => `You have sent more than the ${often} requests a minute that are answered.`,
  address: (often) =>
    `Your address has sent more than the ${often} requests a minute that are answered without proof of who sends them.`,
};

export function tooManyRequests(limit: RequestLimit, { perMinute, waitMs }: Refused): HttpProblem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const often = perMinute.toLocaleString("en-GB");
  return new HttpProblem(
    "too-many-requests",
    `${TOO_MANY[limit](often)} Nothing was changed. Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
    { headers: { "Retry-After": String(seconds) } },
  );
}
