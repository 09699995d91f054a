/** Suites are one address, and few people, who do in a second what others do in an hour. */
export const SUITE_LIMITS = { perPerson: 1_000_000, perAddress: 1_000_000 } as const;

/** The same for a process. */
export const LIMIT_FLAGS = {
  "limit-per-person": SUITE_LIMITS.perPerson,
  "limit-per-address": SUITE_LIMITS.perAddress,
} as const;
