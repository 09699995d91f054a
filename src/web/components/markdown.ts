import { raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import MarkdownIt from "markdown-it";

const LINK_SCHEMES = /^(https?|mailto):/iu;

const parser = new MarkdownIt({ html: false, linkify: false, breaks: true })
  // An image would be fetched from elsewhere; the policy of the page forbids it as well.
  .disable("image");
parser.validateLink = (url) => LINK_SCHEMES.test(url.trim());
parser.core.ruler.push("harmless_links", ({ tokens }) => {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type === "link_open") token.attrSet("rel", "noreferrer noopener nofollow");
  }
});
parser.renderer.rules["link_close"] = () =>
  ' <svg class="i" aria-hidden="true"><use href="#i-out" /></svg></a>';
// Headings of the text stand below the panel's own.
parser.renderer.rules["heading_open"] = () => "<h3>";
parser.renderer.rules["heading_close"] = () => "</h3>\n";

/** The text of a pipeline's author as HTML: CommonMark without HTML, without images, links to http, https and mailto alone. */
export function renderMarkdown(text: string): HtmlEscapedString {
  return raw(parser.render(text));
}
