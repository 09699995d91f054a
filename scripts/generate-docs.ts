// Writes what is generated from the sources into the pages of the documentation, between their markers.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillSections } from "./reference/fill-sections.ts";
import { PAGES } from "./reference/pages.ts";

for (const [page, render] of Object.entries(PAGES)) {
  const path = join(import.meta.dirname, "..", page);
  writeFileSync(path, fillSections(readFileSync(path, "utf8"), render()));
  console.log(`wrote ${path}`);
}
