// Automatiko's variables of mail. Where they switch mail on there, they do so here, and what they say of the server is taken
// over; what was to protect something and has no match here stops the start.
import { ok, refuse, type Result } from "../../std/result.ts";
import { findSwitch, findVariable, listProfiles } from "./variables.ts";
import type { GivenSetting } from "../flags.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const MAIL_PROFILES: readonly string[] = ["withemail", "securedwithemail"];

const asNumber = (value: string): unknown => (/^\d+$/u.test(value) ? Number(value) : value);
const asText = (value: string): unknown => value;

/** In which setting each stands, and the older name that its profiles for mail took the value from. */
const TAKEN: Readonly<
  Record<string, { readonly key: string; readonly read: (value: string) => unknown; readonly older?: string }>
> = {
  FROM: { key: "from", read: asText, older: "EMAIL_FROM" },
  HOST: { key: "host", read: asText, older: "EMAIL_HOST" },
  PORT: { key: "port", read: asNumber, older: "EMAIL_PORT" },
  START_TLS: { key: "startTls", read: (value) => value.toLowerCase() },
  BOUNCE_ADDRESS: { key: "bounceAddress", read: asText },
  OWN_HOST_NAME: { key: "ownHostName", read: asText },
  MAX_POOL_SIZE: { key: "pool", read: asNumber },
};

const LOGIN: typeof TAKEN = {
  USERNAME: { key: "user", read: asText, older: "EMAIL_USER" },
  PASSWORD: { key: "passwordFile", read: asText, older: "EMAIL_PASSWORD" },
};

const CA_FILE = "give the certificates of the authority, in PEM, in `channels.mail.caFile`";

/** What stops the start when its value means something, and what to do then. */
const REFUSED: Readonly<Record<string, { readonly means: RegExp; readonly advice: string }>> = {
  TRUST_ALL: {
    means: /^(?:true|yes|y|on|1)$/iu,
    advice: `certificates are always verified; ${CA_FILE}`,
  },
  TLS_CONFIGURATION_NAME: { means: /./u, advice: CA_FILE },
  TRUSTSTORE_PATHS: { means: /./u, advice: CA_FILE },
  KEY_STORE: { means: /./u, advice: CA_FILE },
  APPROVED_RECIPIENTS: {
    means: /./u,
    advice:
      "without it mail would go to anybody; give the domains that it may go to in `channels.mail.domains`",
  },
  LOGIN: { means: /^XOAUTH2$/iu, advice: "say where tokens come from in `channels.mail.oauth2`" },
  AUTH_METHODS: {
    means: /^(?!.*\b(?:PLAIN|LOGIN|CRAM-MD5)(?:\s|$))/iu,
    advice: "the ways to log in are PLAIN, LOGIN and CRAM-MD5, and `channels.mail.oauth2`",
  },
  DKIM_ENABLED: {
    means: /^(?:true|yes|y|on|1)$/iu,
    advice: "messages are not signed here; let the mail server do that",
  },
};

/** `channels.mail`, key for key; nothing where Automatiko would send no mail. Refused with a sentence for each fault. */
export function readMailer(environment: Environment): Result<readonly GivenSetting[], readonly string[]> {
  if (!isMailOn(environment)) return ok([]);
  const logsIn = findVariable(environment, "QUARKUS_MAILER_LOGIN")?.value.toUpperCase() !== "DISABLED";
  const found = Object.entries({ ...TAKEN, ...(logsIn && LOGIN) }).flatMap(([name, { key, read, older }]) => {
    const variable = findVariable(environment, `QUARKUS_MAILER_${name}`) ?? findOlder(environment, older);
    return variable === undefined ? [] : [{ ...variable, key, read }];
  });
  const folder = findVariable(environment, "QUARKUS_AUTOMATIKO_TEMPLATES_FOLDER");
  const given = [
    ...found,
    ...findTls(environment),
    ...(folder === undefined ? [] : [{ ...folder, key: "templates", read: asText }]),
  ];
  const faults = [...findRefused(environment), ...findUnreplaced(given)];
  return faults.length > 0 ? refuse(faults) : ok(given.map(toSetting));
}

interface Found {
  readonly name: string;
  readonly value: string;
  readonly key: string;
  readonly read: (value: string) => unknown;
}

/** Without one of its profiles for mail, and where they are overruled, it only wrote to its log what it would send. */
function isMailOn(environment: Environment): boolean {
  if (findSwitch(environment, "QUARKUS_AUTOMATIKO_NOTIFICATIONS_DISABLED") === true) return false;
  const isMock = findSwitch(environment, "QUARKUS_MAILER_MOCK") ?? !hasMailProfile(environment);
  return !isMock;
}

function hasMailProfile(environment: Environment): boolean {
  return listProfiles(environment).some((profile) => MAIL_PROFILES.includes(profile));
}

function findOlder(environment: Environment, name: string | undefined) {
  return name !== undefined && hasMailProfile(environment) ? findVariable(environment, name) : undefined;
}

/** Two names for the same, and either switches it on. */
function findTls(environment: Environment): readonly Found[] {
  const on = ["QUARKUS_MAILER_TLS", "QUARKUS_MAILER_SSL"].filter((name) => findSwitch(environment, name));
  return on.slice(0, 1).map((name) => ({ name, value: "on", key: "tls", read: asText }));
}

function findRefused(environment: Environment): readonly string[] {
  return Object.entries(REFUSED).flatMap(([name, { means, advice }]) => {
    const variable = findVariable(environment, `QUARKUS_MAILER_${name}`);
    return variable !== undefined && means.test(variable.value) ? [`${variable.name}: ${advice}`] : [];
  });
}

/** `${other.property}`, which Automatiko replaced. */
function findUnreplaced(given: readonly Found[]): readonly string[] {
  return given
    .filter(({ value, key }) => value.includes("${") && key !== "passwordFile")
    .map(({ name }) => `${name}: \`\${…}\` is not replaced here; write the value itself`);
}

/** A secret stays where it is. */
function toSetting({ name, value, key, read }: Found): GivenSetting {
  const path = ["channels", "mail", key];
  return { path, value: key === "passwordFile" ? `env:${name}` : read(value), by: name, label: name };
}
