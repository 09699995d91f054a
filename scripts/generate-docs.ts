// Writes what is generated from the sources into the pages of the documentation, between their markers,
// and the files beside them that are generated whole.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillSections } from "./reference/fill-sections.ts";
import { FILES, PAGES } from "./reference/pages.ts";

for (const [file, format] of Object.entries(FILES)) {
  const path = join(import.meta.dirname, "..", file);
  writeFileSync(path, format());
  console.log(`wrote ${path}`);
}

for (const [page, render] of Object.entries(PAGES)) {
  const path = join(import.meta.dirname, "..", page);
  writeFileSync(path, fillSections(readFileSync(path, "utf8"), render()));
  console.log(`wrote ${path}`);
}
