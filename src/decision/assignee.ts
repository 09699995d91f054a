export const ASSIGNEE_KINDS = ["user", "group"] as const;

/** Who may answer: a user, or any member of a group. Names are compared exactly. */
export interface Assignee {
  readonly kind: (typeof ASSIGNEE_KINDS)[number];
  readonly name: string;
}
