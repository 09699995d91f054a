/** Who may answer: a user, or any member of a group. Names are compared exactly. */
export interface Assignee {
  readonly kind: "user" | "group";
  readonly name: string;
}
