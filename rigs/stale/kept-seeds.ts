/** Seeds that have failed, and what they found first. They are played before all others, for as long as they mean the same. */
export interface KeptSeeds {
  readonly found: string;
  readonly seeds: readonly number[];
}

export const KEPT_SEEDS: readonly KeptSeeds[] = [
  {
    found: "a vote that was told recorded went with its approval",
    seeds: [17, 65, 89, 145, 225, 249, 265, 353, 369, 457],
  },
  { found: "live approvals were deleted", seeds: [193, 264, 312, 329, 336, 383, 408, 493] },
  {
    found: "approvals were made again and again for a run that was gone",
    seeds: [3, 4, 39, 51, 83, 120, 129, 155, 172, 175, 183, 219, 323, 409, 411, 427, 433],
  },
  { found: "a vote was recorded in an approval that was being deleted", seeds: [108, 248, 294, 370, 424] },
  { found: "a run failed for its name, which was free", seeds: [7, 113, 202, 412] },
  {
    found: "a run, or an approval whose run was gone, had no end",
    seeds: [
      1, 8, 15, 16, 24, 26, 55, 67, 68, 132, 146, 151, 181, 195, 199, 218, 238, 251, 322, 363, 364, 381, 390,
      410, 416, 459, 463, 468, 483,
    ],
  },
  { found: "something was written after everything had its end", seeds: [196] },
];
