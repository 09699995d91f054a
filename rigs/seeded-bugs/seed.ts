/** A bug to put into a copy of the tree: `find` is in `file` exactly once and becomes `replace`. */
export interface Seed {
  readonly name: string;
  readonly file: string;
  /** The few tokens that change. However the source is wrapped: white space stands for any other. */
  readonly find: string;
  /** Where `find` is there more than once: the place is the first one after this text. */
  readonly after?: string;
  readonly replace: string;
}

/** The text of its file with the bug in it. Throws when its place is not there exactly once. */
export function plantBug(text: string, { file, find, after, replace }: Seed): string {
  const before = after === undefined ? "" : `${toPattern(after)}.*?`;
  const place = new RegExp(`(${before})${toPattern(find)}`, "gsu");
  const places = [...text.matchAll(place)].length;
  if (places !== 1) throw new Error(`${file} has its place ${places} times, not once`);
  return text.replace(place, (_place, kept: string) => kept + replace);
}

function toPattern(text: string): string {
  return text
    .split(/\s+/u)
    .map((token) => token.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`))
    .join(String.raw`\s+`);
}
