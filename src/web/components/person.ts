import { html } from "hono/html";
import type { Principal } from "../../auth/principal.ts";
import type { Assignee } from "../../decision/request.ts";
import type { Html } from "./html.ts";

/** `You` for the one who looks, else the name. */
export function renderPerson(name: string, viewer: Principal | undefined): Html {
  return name === viewer?.name ? html`You` : html`<bdi>${name}</bdi>`;
}

/** `You, mary` for the one who looks, else the name; `Anyone in managers` for a group. */
export function renderAssignee({ kind, name }: Assignee, viewer: Principal | undefined): Html {
  if (kind === "group") return html`Anyone in <bdi>${name}</bdi>`;
  return name === viewer?.name ? html`You, <bdi>${name}</bdi>` : html`<bdi>${name}</bdi>`;
}
