import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from "parse5";

export interface Outline {
  /** Each element with the names of its attributes, in document order; comments too. */
  readonly elements: readonly string[];
  /** Where attributes lead to. */
  readonly links: readonly string[];
  /** What is between elements; a `br` is a line break. */
  readonly text: string;
  /** Of attributes `title`. */
  readonly titles: readonly string[];
}

const LINKS = new Set(["href", "action", "src", "background"]);

/** What a foreign parser makes of a page or a mail. */
export function outlineHtml(html: string): Outline {
  const elements: string[] = [];
  const links: string[] = [];
  const titles: string[] = [];
  let text = "";
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if (defaultTreeAdapter.isTextNode(node)) text += node.value;
    if (defaultTreeAdapter.isCommentNode(node)) elements.push("comment");
    if (defaultTreeAdapter.isElementNode(node)) {
      const { tagName, attrs } = node;
      if (tagName === "br") text += "\n";
      elements.push(`${tagName} ${attrs.map(({ name }) => name).join(" ")}`);
      links.push(...attrs.filter(({ name }) => LINKS.has(name)).map(({ value }) => value));
      titles.push(...attrs.filter(({ name }) => name === "title").map(({ value }) => value));
    }
    // What a template holds is no child of it, and comes into the page by script.
    if ("content" in node) visit(node.content);
    if ("childNodes" in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return { elements, links, text, titles };
}
