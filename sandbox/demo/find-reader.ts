import { DEMO_PEOPLE } from "./provider/people.ts";
import type { Reader } from "./pages/mailbox/open-as.ts";

/** Whose mailbox an address is; nobody's when several read it. */
export function findReader(address: string): Reader | undefined {
  return DEMO_PEOPLE.find(({ email }) => email === address);
}
