/** The parts of the bench, in the order they run, and what they are called on the page; each in namespaces of its own. */
export const SECTIONS = {
  latency: "From a vote to the end of the run",
  rate: "How many a second",
  standing: "Memory, start and idle CPU",
  inbox: "The inbox",
  crowded: "The largest requests",
  modes: "Ways to sign in",
  timing: "What the time of an answer tells",
  mail: "Mail",
  channels: "Slow channels",
  notices: "Open notices",
} as const;

export type SectionName = keyof typeof SECTIONS;

export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[];
