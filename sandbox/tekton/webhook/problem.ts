/** One thing that is wrong with an object: where, and a half sentence that says what. */
export interface Problem {
  /** A path like `spec.tasks[0].name`. */
  readonly path: string;
  readonly message: string;
}

/** All of them as one text, like `spec.tasks[0].name: is missing; spec.params: …`. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => `${path}: ${message}`).join("; ");
}

/** The problems of the items of a list, with their index in the path. */
export function checkEach<T>(
  items: readonly T[] | undefined,
  path: string,
  check: (item: T, path: string) => readonly Problem[],
): readonly Problem[] {
  return (items ?? []).flatMap((item, index) => check(item, `${path}[${index}]`));
}
