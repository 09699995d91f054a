import type { RequestCase } from "./request-case.ts";

/** What placeholders stand for, by name: `host`, `approval`, `user`, `cookie`, and the hidden fields of the form. */
export type Known = Readonly<Record<string, string>>;

const PLACEHOLDER = /<<(?<name>[a-z]+)(?:~(?<at>\d+))?>>/gu;
const REPEATED = /<<(?<piece>[^<>]{1,40})\*(?<times>\d+)>>/gsu;
const BYTE = /<<byte (?<hex>[0-9a-f]{2})>>/gu;
const LENGTH = /<<length(?<more>[+-]\d+)?>>/gu;

/**
 * The bytes to send. `<<name>>` is what is known under the name, `<<name~13>>` the same with its 13th character changed,
 * `<<ab*3>>` is `ababab`, `<<byte ff>>` one byte, and `<<length>>` the length of the body, `<<length+5>>` five more. What is
 * not known stays as it stands.
 */
export function fillIn({ method, target, headers, body }: RequestCase, known: Known): Buffer {
  const content = toBytes(body, known);
  const lines = [`${method} ${target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const head = `${lines.join("\r\n")}\r\n\r\n`.replaceAll(LENGTH, (_, more = "0") =>
    String(content.length + Number(more)),
  );
  return Buffer.concat([toBytes(head, known), content]);
}

/** True when the case needs to know this. */
export function mentions({ target, headers, body }: RequestCase, name: string): boolean {
  const text = [target, body, ...headers.map(([, value]) => value)].join(" ");
  return text.includes(`<<${name}>>`) || text.includes(`<<${name}~`);
}

function toBytes(text: string, known: Known): Buffer {
  const filled = text
    .replaceAll(PLACEHOLDER, (whole, name: string, at: string | undefined) =>
      change(known[name] ?? whole, at),
    )
    .replaceAll(REPEATED, (_, piece: string, times: string) => piece.repeat(Number(times)));
  // Every character is one byte from here on, so that bytes which are no UTF-8 have a place.
  const latin = Buffer.from(filled, "utf8").toString("latin1");
  const withBytes = latin.replaceAll(BYTE, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
  return Buffer.from(withBytes, "latin1");
}

function change(text: string, at: string | undefined): string {
  if (at === undefined || text === "") return text;
  const index = Number(at) % text.length;
  return `${text.slice(0, index)}${text[index] === "A" ? "B" : "A"}${text.slice(index + 1)}`;
}
