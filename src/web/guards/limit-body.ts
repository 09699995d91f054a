import { bodyLimit } from "hono/body-limit";
import { HttpProblem } from "../problems/http-problem.ts";

export const MAX_BODY_BYTES = 64 * 1024;

/**
 * Refuses a body beyond 64 KiB, by its declared length and while reading. A vote with the longest comment takes a fifth of
 * that; one that is too long for a vote is to be given back to whoever typed it.
 */
export const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: (c) => {
    throw new HttpProblem(
      "body-too-large",
      `More than ${MAX_BODY_BYTES.toLocaleString("en-GB")} bytes were sent to ${c.req.path}, and that much is not read. Nothing was changed, and what was sent cannot be given back here. Shorten the comment: at most 2,000 characters are allowed.`,
      // The rest of the body is not read, so the connection cannot be used again; clients must know.
      { headers: { connection: "close" } },
    );
  },
});
