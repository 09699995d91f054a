import { raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import MarkdownIt from "markdown-it";
import {
  alignByClass,
  emptyHeadsAreCells,
  imagesAreLinks,
  imagesWithoutLink,
  linksTellNothing,
  nameWhatIsScrolled,
} from "./markdown-rules.ts";

const LINK_SCHEMES = /^(https?|mailto):/iu;

/** Every row of a table is filled up to the width of its head, so that 16 KB of text can become 65,536 cells. */
const MOST_CELLS = 8_192;

/** For each beginning of an image its end is looked for in all of the rest. */
const MOST_IMAGES = 20;

const parser = createParser();
const plainParser = createParser().disable(["table", "image", "imagesWithoutLink"]);

function createParser(): InstanceType<typeof MarkdownIt> {
  const made = new MarkdownIt({ html: false, linkify: true });
  // Unmarked, only an address with its scheme is a link: a name with a dot or an @ in it is none.
  made.linkify.set({ fuzzyEmail: false });
  for (const scheme of ["ftp:", "mailto:", "//"]) made.linkify.add(scheme, null);
  made.validateLink = (url) => LINK_SCHEMES.test(url.trim());
  // An address reads as it was written: decoded, `xn--` can look like somebody else's.
  made.normalizeLinkText = (url) => url;
  made.inline.ruler.after("image", "imagesWithoutLink", imagesWithoutLink);
  // The last of them sees every link, whoever made it.
  const rules = [alignByClass, emptyHeadsAreCells, nameWhatIsScrolled, imagesAreLinks, linksTellNothing];
  for (const rule of rules) made.core.ruler.push(rule.name, rule);
  const { renderer } = made;
  const { rules: rendered } = renderer;
  rendered["link_close"] = () => ' <svg class="i" aria-hidden="true"><use href="#i-out" /></svg></a>';
  rendered["table_open"] = (tokens, index) =>
    `<div${renderer.renderAttrs({ attrs: tokens[index]?.attrs ?? [] })}><table>\n`;
  rendered["table_close"] = () => "</table></div>\n";
  // Headings of the text stand below the panel's own.
  rendered["heading_open"] = () => "<h3>";
  rendered["heading_close"] = () => "</h3>\n";
  return made;
}

/**
 * The text of a pipeline's author as HTML: CommonMark with tables, without HTML; images as links, or as their text; links to http, https
 * and mailto alone. Where there could be more cells of tables or more images than anybody reads, both stay text.
 */
export function renderMarkdown(text: string): HtmlEscapedString {
  const isTooMuch = countCells(text) > MOST_CELLS || text.split("![").length > MOST_IMAGES;
  return raw((isTooMuch ? plainParser : parser).render(text));
}

/** How many cells the tables of a text can have at most: every line as wide as the widest. */
function countCells(text: string): number {
  const lines = text.split("\n");
  const widths = lines.map((line) => line.split("|").length);
  return lines.length * widths.reduce((widest, width) => Math.max(widest, width), 0);
}
