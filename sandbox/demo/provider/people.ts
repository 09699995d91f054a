/** Somebody whom the demo's provider knows. */
export interface DemoPerson {
  /** What the provider calls the account, for good. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
}

/** As the sample pipelines ask them. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { id: "100", name: "mary", email: "mary@demo.example", groups: ["managers", "security"] },
  { id: "101", name: "john", email: "john@demo.example", groups: ["managers", "it-admin"] },
  { id: "102", name: "peter", email: "peter@demo.example", groups: ["security"] },
  { id: "103", name: "eve", email: "eve@demo.example", groups: [] },
];
