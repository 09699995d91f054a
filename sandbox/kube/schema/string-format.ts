const DATE_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/u;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w)\s*)+$/u;

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  "date-time": (text) => DATE_TIME.test(text),
  date: (text) => /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(Date.parse(text)),
  duration: (text) => DURATION.test(text),
  uuid: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/iu.test(text),
  email: (text) => /^[^\s@]+@[^\s@]+$/u.test(text),
  uri: (text) => URL.canParse(text),
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u.test(text),
};

/** True for formats that are not checked; the API server ignores unknown ones too. */
export function isOfFormat(text: string, format: string): boolean {
  return FORMATS[format]?.(text) ?? true;
}
