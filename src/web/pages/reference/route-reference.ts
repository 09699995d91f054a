import type { Hono } from "hono";
import type { WebEnv } from "../../web-env.ts";
import type { PageKit } from "../create-page-kit.ts";
import { renderReference, type OpenApiDocument } from "./render-reference.ts";

export interface ReferencePageOptions {
  readonly kit: PageKit;
  /** OpenAPI 3.1. */
  readonly document: object;
}

/** `/api`: the JSON API for people, made from the same description that programs read. */
export function routeReference(pages: Hono<WebEnv>, { kit, document }: ReferencePageOptions): void {
  const shown = document as OpenApiDocument;
  pages.get("/api", (c) => kit.answer(c, renderReference(shown)));
}
