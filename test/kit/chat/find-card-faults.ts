// What Microsoft's own library for Adaptive Cards finds wrong with a card: types and values that it does not know, and what
// an action lacks. It passes over properties that it does not know; for those see `teams-rules.ts`.
import { createRequire } from "node:module";

import type * as Library from "adaptivecards";

/** The one build of the library that Node.js can load. */
const BUILD = "adaptivecards/dist/adaptivecards.js";
const { AdaptiveCard, SerializationContext } = createRequire(import.meta.url)(BUILD) as typeof Library;

/** In the library's words; empty when it understands the whole card. */
export function findCardFaults(card: object): readonly string[] {
  // The library looks for a language where the last card's ended, and so refuses every second one.
  const { regEx } = AdaptiveCard.langProperty;
  if (regEx !== undefined) regEx.lastIndex = 0;
  const context = new SerializationContext();
  const read = new AdaptiveCard();
  read.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...events, ...read.validateProperties().validationEvents].map(({ message }) => message);
}
