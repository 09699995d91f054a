import type { UnitBug } from "./unit-bug.ts";

const FOLDER = "src/notify/channels/mail/templates";
const DESCRIBING = "src/notify/describe-message.test.ts";
const ENGINE = `${FOLDER}/create-engine.ts`;
const PLACES = `${FOLDER}/place-values.ts`;
const HOSTILE = `${FOLDER}/hostile-texts.test.ts`;
const LIQUID = `${FOLDER}/liquid-templates.test.ts`;
const PLACED = `${FOLDER}/place-values.test.ts`;
const QUTE = `${FOLDER}/qute/translate-qute.test.ts`;

/** In templates of mails: what people write becomes more than text, or a template does more than it may. */
export const TEMPLATE_BUGS: readonly UnitBug[] = [
  {
    name: "what people write turns the words round that follow it",
    file: "src/notify/plain-text.ts",
    find: "[\\n\\t]]\\p{Bidi_Control}]/gv",
    replace: "[\\n\\t]]]/gv",
    tests: [HOSTILE, DESCRIBING],
  },
  {
    name: "values in mails are not escaped",
    file: ENGINE,
    find: "(value: unknown) => escapeHtml(writeValue(value))",
    replace: "(value: unknown) => (value === escapeHtml ? '' : writeValue(value))",
    tests: [HOSTILE, QUTE],
  },
  {
    name: "quotes in mails are not escaped",
    file: ENGINE,
    find: "/[&<>\"']/gu",
    replace: "/[&<>]/gu",
    tests: [HOSTILE],
  },
  {
    name: "a link in a mail leads wherever its value says",
    file: ENGINE,
    find: "if (isOwnAddress(address, writeValue(pageUrl))) return address;",
    replace: "if (isOwnAddress(address, writeValue(pageUrl)) || address !== '') return address;",
    tests: [LIQUID],
  },
  {
    name: "a link in a mail begins with any value",
    file: PLACES,
    find: 'if (before.trim() === "") return { filter: "link" };',
    replace: 'if (before.trim() === "") return {};',
    tests: [PLACED, LIQUID],
  },
  {
    name: "a value says which host a link leads to",
    file: PLACES,
    find: "https?:\\/\\/[^/?#\\s]+[/?#]/iu",
    replace: "https?:\\/\\//iu",
    tests: [PLACED],
  },
  {
    name: "a value stands in an attribute without quotes",
    file: PLACES,
    find: 'return { fault: `${text} needs quotes: ${place.name}="${text}"` };',
    replace: "return {};",
    tests: [PLACED],
  },
  {
    name: "a subject has several lines",
    file: "src/notify/channels/mail/render-mail.ts",
    find: "const line = takeLine(text)",
    replace: "const line = (takeLine('') + text)",
    tests: [HOSTILE, LIQUID],
  },
  {
    name: "a subject says what somebody has encoded in it",
    file: "src/notify/channels/mail/render-mail.ts",
    find: 'replaceAll(ENCODED_WORD, "= ?")',
    replace: "replaceAll(ENCODED_WORD, '=?')",
    tests: ["src/notify/channels/mail/render-mail.test.ts"],
  },
  {
    name: "templates of mails may use every filter",
    file: ENGINE,
    find: "keepOnly(engine.filters, FILTERS);",
    replace: "keepOnly(engine.filters, new Set(Object.keys(engine.filters)));",
    tests: [LIQUID],
  },
  {
    name: "templates of mails may take as long as they want",
    file: ENGINE,
    find: "renderLimit: LIMITS.time,",
    replace: "renderLimit: 60_000,",
    tests: [LIQUID],
  },
  {
    name: "a template that fails keeps its mail from being sent",
    file: "src/notify/channels/mail/render-mail.ts",
    find: "const { namespace, name } = message.approval;",
    replace: "const { namespace, name } = message.approval; if (name !== '') throw err;",
    tests: ["src/notify/channels/mail/render-mail.test.ts"],
  },
];
