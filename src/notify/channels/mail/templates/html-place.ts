// Where in HTML a value of a template stands: enough of a tokenizer to say how it has to be written there, or that nothing
// can be written there safely. Templates are the operator's own; what this keeps apart is theirs from what people write.

/** `name` is the attribute's; `before` is what its value has so far. */
export type HtmlPlace =
  | { readonly at: "text" }
  | { readonly at: "comment" }
  /** Within an element in which there are no others: a style sheet, a script, the title. Up to its end tag. */
  | { readonly at: "code"; readonly element: string }
  /** Within a tag: its name, between attributes, or in the name of one. */
  | { readonly at: "tag"; readonly element: string; readonly name: string }
  /** After the `=` of an attribute. */
  | { readonly at: "equals"; readonly element: string; readonly name: string }
  | {
      readonly at: "value";
      readonly element: string;
      readonly name: string;
      readonly quote: '"' | "'" | "";
      readonly before: string;
    };

export const TEXT: HtmlPlace = { at: "text" };

/** The place after this text, which has no values in it. */
export function readHtml(start: HtmlPlace, text: string): HtmlPlace {
  let place = start;
  let rest = text;
  while (rest !== "") [place, rest] = readPiece(place, rest);
  return place;
}

type Read = readonly [place: HtmlPlace, rest: string];

function readPiece(place: HtmlPlace, rest: string): Read {
  switch (place.at) {
    case "text":
      return readText(rest);
    case "comment":
      return readComment(rest);
    case "code":
      return readCode(place, rest);
    case "tag":
      return readTag(place, rest);
    case "equals":
      return readEquals(place, rest);
    case "value":
      return readValue(place, rest);
  }
}

/**
 * Up to the next `<` that begins something. One at the end may still, with what a value makes of it; blanks after it may be
 * taken away.
 */
function readText(rest: string): Read {
  const begin = rest.search(/<(?:[a-z/!?]|\s*$)/iu);
  if (begin === -1) return [TEXT, ""];
  const markup = rest.slice(begin);
  // What is meant for Outlook alone is shown by it, so that it counts as if it stood there for all.
  const [comment] = /^<!--(?:-?>|\[if [^\]]*\]>)?/u.exec(markup) ?? [];
  if (comment !== undefined)
    return [comment.endsWith(">") ? TEXT : { at: "comment" }, markup.slice(comment.length)];
  const [opened = "<", element = ""] = /^<[/!?]?([^\s/>]*)/u.exec(markup) ?? [];
  const name = opened.startsWith("</") ? "" : element.toLowerCase();
  return [{ at: "tag", element: name, name: "" }, markup.slice(opened.length)];
}

function readComment(rest: string): Read {
  const [end] = /^[\s\S]*?--!?>/u.exec(rest) ?? [];
  return end === undefined ? [{ at: "comment" }, ""] : [TEXT, rest.slice(end.length)];
}

const CODE_ELEMENTS = new Set([
  "iframe",
  "noembed",
  "noframes",
  "noscript",
  "plaintext",
  "script",
  "style",
  "textarea",
  "title",
  "xmp",
]);

function readCode(place: HtmlPlace & { readonly at: "code" }, rest: string): Read {
  const end = rest.toLowerCase().indexOf(`</${place.element}`);
  return end === -1 ? [place, ""] : [TEXT, rest.slice(end)];
}

function readTag(place: HtmlPlace & { readonly at: "tag" }, rest: string): Read {
  const { element, name } = place;
  if (rest.startsWith(">")) {
    return [CODE_ELEMENTS.has(element) ? { at: "code", element } : TEXT, rest.slice(1)];
  }
  if (rest.startsWith("=") && name !== "") return [{ at: "equals", element, name }, rest.slice(1)];
  const [blank = ""] = /^[\s/]+/u.exec(rest) ?? [];
  // A blank may stand before the `=`; whatever else follows begins another attribute.
  if (blank !== "") {
    const after = rest.slice(blank.length);
    return [{ at: "tag", element, name: after === "" || after.startsWith("=") ? name : "" }, after];
  }
  const [more = rest] = /^=?[^\s/>=]*/u.exec(rest) ?? [];
  return [{ at: "tag", element, name: name + more.toLowerCase() }, rest.slice(more.length)];
}

function readEquals(place: HtmlPlace & { readonly at: "equals" }, rest: string): Read {
  const { element, name } = place;
  const [blank = ""] = /^\s+/u.exec(rest) ?? [];
  if (blank !== "") return [place, rest.slice(blank.length)];
  const [first] = rest;
  if (first === ">") return [{ at: "tag", element, name: "" }, rest];
  const quote = first === '"' || first === "'" ? first : "";
  return [{ at: "value", element, name, quote, before: "" }, rest.slice(quote.length)];
}

function readValue(place: HtmlPlace & { readonly at: "value" }, rest: string): Read {
  const end = place.quote === "" ? rest.search(/[\s>]/u) : rest.indexOf(place.quote);
  if (end === -1) return [{ ...place, before: place.before + rest }, ""];
  return [{ at: "tag", element: place.element, name: "" }, rest.slice(end + place.quote.length)];
}
