import type { StateCore, StateInline, Token } from "markdown-it";

const SCROLLED: ReadonlyMap<string, string> = new Map([
  ["table_open", "Table"],
  ["fence", "Code"],
  ["code_block", "Code"],
]);

/** Alignment as a class: the policy of the page forbids styles. */
export function alignByClass({ tokens }: StateCore): void {
  for (const token of tokens) {
    const style = token.attrGet("style");
    if (style !== null) token.attrs = [["class", String(style).replace("text-align:", "")]];
  }
}

/** The head of a column without a name is an empty cell: a screen reader would announce it as the name. */
export function emptyHeadsAreCells({ tokens }: StateCore): void {
  for (const [index, token] of tokens.entries()) {
    const [content, end] = tokens.slice(index + 1, index + 3);
    if (token.type !== "th_open" || content?.content !== "" || end === undefined) continue;
    token.tag = "td";
    end.tag = "td";
  }
}

/** What may be wider than the screen is scrolled, also by keyboard, and so has a name: `Table 1`, `Code 2`. */
export function nameWhatIsScrolled({ tokens }: StateCore): void {
  const counts = new Map<string, number>();
  for (const token of tokens) {
    const what = SCROLLED.get(token.type);
    if (what === undefined) continue;
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    // Its language would be a class, and nothing here is coloured by it.
    if (token.type === "fence") token.type = "code_block";
    token.attrs = [
      ["class", "scroll"],
      ["tabindex", "0"],
      ["role", "region"],
      ["aria-label", `${what} ${count}`],
    ];
  }
}

/** An image would be fetched from elsewhere, which the page forbids: a link to it, and text where it is in a link already. */
export function imagesAreLinks(state: StateCore): void {
  for (const token of state.tokens) {
    let isInLink = false;
    token.children &&= token.children.flatMap((child) => {
      if (child.type === "link_open" || child.type === "link_close") isInLink = child.type === "link_open";
      return child.type === "image" ? linkImage(state, child, isInLink) : [child];
    });
  }
}

/** What follows the address of an image: a title, perhaps, and the end. */
const END_OF_IMAGE = /^(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)/u;

/**
 * An image whose address may be no link: a file beside the author's own, or the image itself as data. It is an image without
 * an address, of which its text is shown; as it was typed, nobody could read it.
 */
export function imagesWithoutLink(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax, md, env } = state;
  if (!src.startsWith("![", pos)) return false;
  const labelEnd = md.helpers.parseLinkLabel(state, pos + 1, false);
  if (labelEnd < 0 || src[labelEnd + 1] !== "(") return false;
  const inside = src.slice(labelEnd + 2, posMax);
  const start = posMax - inside.trimStart().length;
  const target = md.helpers.parseLinkDestination(src, start, posMax);
  const end = target.ok ? END_OF_IMAGE.exec(src.slice(target.pos, posMax)) : null;
  if (end === null) return false;
  if (!silent) {
    const image = state.push("image", "img", 0);
    image.content = src.slice(pos + 2, labelEnd);
    image.children = [];
    md.inline.parse(image.content, md, env, image.children);
  }
  state.pos = target.pos + end[0].length;
  return true;
}

/** `the new form (image)`. */
function linkImage({ md, env, Token: Made }: StateCore, image: Token, isInLink: boolean): Token[] {
  const target = image.attrGet("src") ?? "";
  const alt = md.renderer.renderInlineAsText(image.children ?? [], md.options, env).trim();
  const text = new Made("text", "", 0);
  text.content = alt === "" ? "image" : `${alt} (image)`;
  if (isInLink || target === "") return [text];
  const open = new Made("link_open", "a", 1);
  open.attrSet("href", target);
  return [open, text, new Made("link_close", "a", -1)];
}

/** Another site is told nothing when a link to it is followed, and gets no hold of this page. */
export function linksTellNothing({ tokens }: StateCore): void {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type === "link_open") token.attrSet("rel", "noreferrer noopener nofollow");
  }
}
