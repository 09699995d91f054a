import type { html } from "hono/html";

/**
 * Escaped HTML, made by the tagged template alone. Text of people goes in as strings, which the template escapes; an object
 * of theirs never does, because one that claims to be escaped would be believed.
 */
export type Html = ReturnType<typeof html>;
