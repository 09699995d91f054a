/** Writes times of one zone; each format is made once, because to make one takes as long as to write a hundred times. */
export interface ZoneFormats {
  /** `24 Nov 2026`. */
  readonly date: (epochMs: number) => string;
  /** `14:04`. */
  readonly hour: (epochMs: number) => string;
  /** `14:04:12`. */
  readonly second: (epochMs: number) => string;
  /** `Sat`. */
  readonly weekday: (epochMs: number) => string;
  /** `UTC`, `CET`, which changes with summer. */
  readonly zone: (epochMs: number) => string;
}

const made = new Map<string, ZoneFormats>();

/** The formats of this IANA zone, kept for as long as the process lives: it shows times in one or two. */
export function formatsOf(timeZone: string): ZoneFormats {
  const formats = made.get(timeZone) ?? makeFormats(timeZone);
  made.set(timeZone, formats);
  return formats;
}

function makeFormats(timeZone: string): ZoneFormats {
  const format = (options: Intl.DateTimeFormatOptions): ((epochMs: number) => string) => {
    const formatter = new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
    return (epochMs) => formatter.format(epochMs);
  };
  const named = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "short" });
  return {
    date: format({ day: "numeric", month: "short", year: "numeric" }),
    hour: format({ hour: "2-digit", minute: "2-digit" }),
    second: format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    weekday: format({ weekday: "short" }),
    zone: (epochMs) =>
      named.formatToParts(epochMs).find(({ type }) => type === "timeZoneName")?.value ?? timeZone,
  };
}
