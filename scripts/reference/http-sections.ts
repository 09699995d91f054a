import { OPEN_MODE_QUERY } from "../../src/auth/authenticators/open-mode.ts";
import { API_ROUTES } from "../../src/web/api/routes.ts";
import { listQuery } from "../../src/web/api/request-schemas.ts";
import { PROBLEMS } from "../../src/web/problems/http-problem.ts";
import type { Sections } from "./fill-sections.ts";
import { formatTable } from "./format-table.ts";

/** `docs/reference/http-api.md`: routes, the keys of a list, and problems. */
export function renderHttpSections(): Sections {
  const routes = API_ROUTES.map((route) => route(OPEN_MODE_QUERY));
  return {
    routes: formatTable(
      ["request", "what it does", "answers"],
      routes.map(({ method, path, summary, responses }) => [
        `\`${method.toUpperCase()} ${path}\``,
        summary,
        Object.keys(responses).join(", "),
      ]),
    ),
    query: Object.keys(listQuery(OPEN_MODE_QUERY).shape)
      .map((key) => `\`${key}\``)
      .join(", "),
    problems: formatTable(
      ["`type` ends in", "status", "title"],
      Object.entries(PROBLEMS).map(([kind, { status, title }]) => [`\`#${kind}\``, String(status), title]),
    ),
  };
}
