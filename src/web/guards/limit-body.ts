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
      `The body of ${c.req.method} ${c.req.path} has more than ${MAX_BODY_BYTES} bytes. Nothing was changed. Shorten the comment: at most 2,000 characters are allowed.`,
      // The rest of the body is not read, so the connection cannot be used again; clients must know.
      { headers: { connection: "close" } },
    );
  },
});
