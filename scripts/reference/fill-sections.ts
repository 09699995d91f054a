/** What stands between the markers, by the section's name. */
export type Sections = Readonly<Record<string, string>>;

const SECTION = /<!-- generated: (?<name>\S+) -->\n[\s\S]*?<!-- end -->/gu;

/**
 * A page with what is generated put between its markers, `<!-- generated: NAME -->` and `<!-- end -->`. Throws when the
 * page has a section that nothing generates, or lacks one that something does.
 */
export function fillSections(page: string, sections: Sections): string {
  const missing = new Set(Object.keys(sections));
  const filled = page.replaceAll(SECTION, (_section, name: string) => {
    const content = sections[name];
    if (content === undefined) throw new Error(`Nothing generates the section ${name}.`);
    missing.delete(name);
    return `<!-- generated: ${name} -->\n\n${content}\n\n<!-- end -->`;
  });
  if (missing.size > 0) throw new Error(`The page has no section ${[...missing].join(", ")}.`);
  return filled;
}
