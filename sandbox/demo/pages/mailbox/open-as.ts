// A mail as it opens where its reader sits: its links to the product lead there in the whole window, and under the reader's
// name, as a browser would that knows who they are.
import { type DefaultTreeAdapterTypes, parse, serialize } from "parse5";

/** Who reads it. */
export interface Reader {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface OpenAs {
  /** Of the product; an origin. */
  readonly baseUrl: string;
  /** Absent: nobody whose name is to be claimed. */
  readonly reader: Reader | undefined;
}

type Element = DefaultTreeAdapterTypes.Element;

/** The whole document; what it says and looks like stays. */
export function openMailAs(html: string, options: OpenAs): string {
  const document = parse(html);
  for (const link of listLinks(document)) pointLink(link, options);
  return serialize(document);
}

/** The address with the reader's name and groups, as open mode takes them; another address as it is. */
function openLinkAs(url: string, { baseUrl, reader }: OpenAs): string {
  if (reader === undefined || !url.startsWith(`${baseUrl}/`)) return url;
  const address = new URL(url);
  // A personal link says itself whose it is.
  if (address.searchParams.has("link")) return url;
  address.searchParams.set("user", reader.name);
  for (const group of reader.groups) address.searchParams.append("group", group);
  return address.href;
}

function pointLink(link: Element, options: OpenAs): void {
  const attributes = link.attrs.filter(({ name }) => name !== "target" && name !== "href");
  const href = link.attrs.find(({ name }) => name === "href")?.value;
  if (href === undefined) return;
  link.attrs = [
    ...attributes,
    { name: "href", value: openLinkAs(href, options) },
    { name: "target", value: "_top" },
  ];
}

function listLinks(node: DefaultTreeAdapterTypes.ParentNode): readonly Element[] {
  return node.childNodes.flatMap((child) => {
    if (!("childNodes" in child)) return [];
    const below = listLinks(child);
    return "tagName" in child && child.tagName === "a" ? [child, ...below] : below;
  });
}
