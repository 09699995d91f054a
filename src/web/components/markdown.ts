import { raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import MarkdownIt from "markdown-it";

const LINK_SCHEMES = /^(https?|mailto):/iu;

/** Every row of a table is filled up to the width of its head, so that 16 KB of text can become 65,536 cells. */
const MOST_CELLS = 8_192;

const parser = createParser();
const parserWithoutTables = createParser().disable("table");

function createParser(): InstanceType<typeof MarkdownIt> {
  const made = new MarkdownIt({ html: false, linkify: false, breaks: true })
    // An image would be fetched from elsewhere; the policy of the page forbids it as well.
    .disable("image");
  made.validateLink = (url) => LINK_SCHEMES.test(url.trim());
  made.core.ruler.push("harmless_links", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === "link_open") token.attrSet("rel", "noreferrer noopener nofollow");
    }
  });
  made.renderer.rules["link_close"] = () =>
    ' <svg class="i" aria-hidden="true"><use href="#i-out" /></svg></a>';
  // Headings of the text stand below the panel's own.
  made.renderer.rules["heading_open"] = () => "<h3>";
  made.renderer.rules["heading_close"] = () => "</h3>\n";
  return made;
}

/**
 * The text of a pipeline's author as HTML: CommonMark without HTML, without images, links to http, https and mailto alone.
 * Where tables could have more cells than anybody reads, they stay text.
 */
export function renderMarkdown(text: string): HtmlEscapedString {
  const chosen = countCells(text) > MOST_CELLS ? parserWithoutTables : parser;
  return raw(chosen.render(text));
}

/** How many cells the tables of a text can have at most: every line as wide as the widest. */
function countCells(text: string): number {
  const lines = text.split("\n");
  const widths = lines.map((line) => line.split("|").length);
  return lines.length * widths.reduce((widest, width) => Math.max(widest, width), 0);
}
