import type { UnitBug } from "./unit-bug.ts";

const MAIL = "src/notify/channels/mail";
const CHANNEL = `${MAIL}/mail-channel.test.ts`;
const LOGIN = `${MAIL}/mail-login.test.ts`;
const TOKENS = `${MAIL}/token-source.test.ts`;
const RECIPIENTS = `${MAIL}/find-mail-recipients.test.ts`;
const ENVELOPE = `${MAIL}/envelope.test.ts`;
const ADDRESS = "src/std/mail-address.test.ts";
const DIRECTORY = "src/config/files/parse-directory.test.ts";
const MAILER = "src/config/automatiko/mailer.test.ts";

/** In whom mail goes to, and what is made of its end. */
export const MAIL_BUGS: readonly UnitBug[] = [
  {
    name: "an address may have anything before its @",
    file: "src/std/mail-address.ts",
    find: "if (!BEFORE_AT.test(before)) {",
    replace: 'if (before === "") {',
    tests: [ADDRESS, ENVELOPE],
  },
  {
    name: "a domain is read as another one",
    file: "src/std/mail-address.ts",
    find: "return small === ascii || small === domainToUnicode(ascii) ? ascii : undefined;",
    replace: "return small === domainToUnicode(small) ? ascii : ascii;",
    tests: [ADDRESS],
  },
  {
    name: "what a part says can end it",
    file: `${MAIL}/compose-mail.ts`,
    find: 'BOUNDARY = "=_countersign"',
    replace: 'BOUNDARY = "countersign"',
    tests: [`${MAIL}/compose-mail.test.ts`],
  },
  {
    name: "an address that is on record is believed",
    file: `${MAIL}/mail-channel.ts`,
    find: "if (known === undefined) return giveUp(",
    replace: 'if (recipient === "") return giveUp(',
    tests: [CHANNEL],
  },
  {
    name: "a mail to a shared address has a personal link",
    file: `${MAIL}/mail-channel.ts`,
    find: "isTheirs ? message : plain;",
    replace: "plain === undefined ? plain : message;",
    tests: [CHANNEL],
  },
  {
    name: "a mailbox of two people is one person's own",
    file: `${MAIL}/find-mail-recipients.ts`,
    find: "users.size === 1 && user !== undefined",
    replace: "users.size > 0 && user !== undefined",
    tests: [RECIPIENTS],
  },
  {
    name: "a mailbox that the directory shares is its own where one reader alone is asked",
    file: `${MAIL}/find-mail-recipients.ts`,
    find: "!isShared && users.size === 1",
    replace: "users.size === 1",
    tests: [RECIPIENTS],
  },
  {
    name: "mail leaves the domains that it may go to",
    file: `${MAIL}/find-mail-recipients.ts`,
    find: "domain.endsWith(allowed.slice(1)) : domain === allowed,",
    replace: "domain.endsWith(allowed.slice(2)) : domain.endsWith(allowed),",
    tests: [RECIPIENTS],
  },
  {
    name: "what may have arrived is sent again",
    file: `${MAIL}/smtp/judge-outcome.ts`,
    find: 'if (outcome.kind === "lost" && outcome.wasSent) {',
    replace: 'if (outcome.kind === "lost" && !outcome.error) {',
    tests: [CHANNEL],
  },
  {
    name: "a message that had left goes by another connection as well",
    file: `${MAIL}/smtp/smtp-pool.ts`,
    find: 'if (outcome.kind === "lost" && !outcome.wasSent && !signal.aborted) return undefined;',
    replace: 'if (outcome.kind === "lost" && !signal.aborted) return undefined;',
    tests: [CHANNEL],
  },
  {
    name: "a token that has ended is kept",
    file: `${MAIL}/token-source.ts`,
    find: 'typeof lifetimeS === "number" ?',
    replace: 'typeof lifetimeS === "number" && lifetimeS > 0 ?',
    tests: [TOKENS],
  },
  {
    name: "what a provider of tokens says is told in its words",
    file: `${MAIL}/token-source.ts`,
    find: "/^[a-z_]{1,40}$/u.test(error)",
    replace: "/./u.test(error)",
    tests: ["test/journeys/mail-secrets.test.ts"],
  },
  {
    name: "any certificate will do",
    file: `${MAIL}/smtp/smtp-session.ts`,
    find: "rejectUnauthorized: true",
    replace: "rejectUnauthorized: false",
    tests: [LOGIN],
  },
  {
    name: "a server without STARTTLS gets the mail all the same",
    file: `${MAIL}/smtp/smtp-session.ts`,
    find: 'requireTLS: !tls && startTls === "required",',
    replace: "requireTLS: false,",
    tests: [LOGIN],
  },
  {
    name: "a password goes over a connection that everybody can read",
    file: `${MAIL}/smtp/smtp-session.ts`,
    find: 'if (!connection.secure && server.startTls !== "disabled") {',
    replace: 'if (!connection.secure && server.startTls === "required") {',
    tests: [LOGIN],
  },
  {
    name: "a connection outlives the password that it was made with",
    file: `${MAIL}/smtp/smtp-pool.ts`,
    find: "kept.session.isOpen && kept.version === version;",
    replace: "kept.session.isOpen && version !== undefined;",
    tests: [LOGIN],
  },
  {
    name: "a member that nobody knows is left out without a word",
    file: "src/config/files/parse-directory.ts",
    find: 'if (typeof member === "string") faults.push(',
    replace: 'if (member === "") faults.push(',
    tests: [DIRECTORY],
  },
  {
    name: "a mock sends mail",
    file: "src/config/automatiko/mailer.ts",
    find: "return !isMock;",
    replace: "return !isMock || hasMailProfile(environment);",
    tests: [MAILER],
  },
];
