import { readAccess } from "../../src/approvals/access/access-rules.ts";

/** As in open mode, where nothing is set. */
export const OPEN_ACCESS = readAccess({}, { namesProve: false });
