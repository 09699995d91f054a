/** The parts of the bench, in the order they run; each in namespaces of its own. */
export const SECTIONS = ["latency", "rate", "standing", "inbox", "crowded"] as const;

export type SectionName = (typeof SECTIONS)[number];
