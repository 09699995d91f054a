/** A bug to put into a copy of the tree: `find` is in `file` exactly once and becomes `replace`. */
export interface Seed {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}
