/** How many bugs were caught, and how many were not. */
export interface Trial {
  readonly caught: number;
  readonly missed: number;
}
