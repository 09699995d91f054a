import { html } from "hono/html";
import type { Rows } from "../../approvals/approvals.ts";
import { formatCount } from "./counts.ts";
import type { Html } from "./html.ts";

export interface PagingWords {
  /** What the pages are of, for screen readers. */
  readonly label: string;
  /** Where the links to the pages before and after lead back and forth, such as `Back` and `Next`. */
  readonly before: string;
  readonly after: string;
  readonly hrefOf: (page: number) => string;
}

/** `51–100 of 2,000`, and links to the pages before and after when there are several. */
export function renderPaging({ items, page, size, total }: Rows<unknown>, words: PagingWords): Html {
  const first = (page - 1) * size + 1;
  const pages = Math.ceil(total / size);
  const range = html`<span>${formatCount(first)}–${formatCount(first + items.length - 1)} of ${formatCount(total)}</span>`;
  const { label, before, after, hrefOf } = words;
  const nav =
    pages > 1 &&
    html`<nav class="btns" aria-label="${label}">${
      page > 1 ? html`<a href="${hrefOf(page - 1)}" rel="prev">${before}</a>` : html`<span>${before}</span>`
    }<span>Page ${formatCount(page)} of ${formatCount(pages)}</span>${
      page < pages ? html`<a href="${hrefOf(page + 1)}" rel="next">${after}</a>` : html`<span>${after}</span>`
    }</nav>`;
  return html`<div class="paging">${range}${nav}</div>`;
}

/** A number of a page as a query says it; what says none is the first. */
export function readPage(text: string | undefined): number {
  return text !== undefined && /^[1-9]\d{0,5}$/u.test(text) ? Number(text) : 1;
}
