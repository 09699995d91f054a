import { html } from "hono/html";
import type { Html } from "../../../../src/web/components/html.ts";
import type { SampleId } from "../../samples/load-samples.ts";

/** Drawings of who decides: a circle is a person, a filled one has to vote; a dashed frame is a group. */
const GLYPHS: Readonly<Record<SampleId, Html>> = {
  single: people([true, false, false]),
  "single-group": html`${frame(1, 56)}${person(12, true)}${person(29, false)}${person(46, false)}`,
  "single-timeout": html`${person(9, true)}<path d="M24 12h40"/><circle class="dash" cx="76" cy="12" r="9"/><path d="M76 7v5l3 2"/>`,
  multi: people([true, true, true]),
  "multi-group": html`${frame(1, 40)}${frame(49, 40)}${person(12, true)}${person(30, false)}${person(60, false)}${person(78, true)}`,
  "four-eyes": html`${person(9, true)}<path d="M20 12h18"/><path d="m34 8 4 4-4 4"/>${person(49, true)}`,
  quorum: people([true, false, true, false, false]),
};

/** The drawing of a sample, for those who see it; its text says the same. */
export function renderGlyph(id: SampleId): Html {
  return html`<svg class="glyph" viewBox="0 0 112 24" preserveAspectRatio="xMinYMid" aria-hidden="true">${GLYPHS[id]}</svg>`;
}

function people(votes: readonly boolean[]): Html {
  return html`${votes.map((mustVote, index) => person(9 + index * 20, mustVote))}`;
}

function person(x: number, mustVote: boolean): Html {
  return html`<circle${mustVote && html` class="on"`} cx="${x}" cy="12" r="7"/>`;
}

function frame(x: number, width: number): Html {
  return html`<rect class="dash" x="${x}" y="1" width="${width}" height="22" rx="2"/>`;
}
