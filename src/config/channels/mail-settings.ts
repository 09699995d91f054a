// The settings of the channel `mail`.
import { z } from "zod";

import { parseMailAddress, toAsciiDomain } from "../../std/mail-address.ts";
import { parseMailbox } from "../../std/mailbox.ts";
import { DELIVERY } from "./delivery-settings.ts";
import { setting } from "../setting.ts";
import { onOff, port, secureUrl, text } from "../setting-kinds.ts";

/** A string that a parser of ours takes, with what that says of one it refuses. */
function parsedBy(
  parse: (given: string) => { readonly ok: true } | { readonly ok: false; readonly error: string },
): z.ZodString {
  return z.string().superRefine((given, context) => {
    const parsed = parse(given);
    if (!parsed.ok) context.addIssue({ code: "custom", message: parsed.error });
  });
}

const domain = z
  .string()
  .refine(
    (given) => toAsciiDomain(given.replace(/^\*\./u, "")) !== undefined,
    "is not a domain, nor one with *. before it",
  );

const hostName = z.string().regex(/^[\w.:[\]-]{1,253}$/u, "is not the name of a host, nor an IP address");

const oauth2 = z
  .strictObject({
    tokenUrl: setting(secureUrl, {
      what: "where the provider gives tokens: https://oauth2.googleapis.com/token, or https://login.microsoftonline.com/TENANT/oauth2/v2.0/token",
    }),
    clientId: setting(text, { what: "the client that Countersign is at the provider" }),
    clientSecretFile: setting(text.optional(), {
      what: "a file with the client's secret",
      whenAbsent: "the client has none",
    }),
    refreshTokenFile: setting(text.optional(), {
      what: "a file with the refresh token of the mailbox",
      whenAbsent: "the client asks in its own name, which needs its secret",
    }),
    scope: setting(text.optional(), {
      what: "what is asked for, like https://outlook.office365.com/.default where the client asks in its own name",
      whenAbsent: "what the refresh token is for",
    }),
  })
  .refine(
    ({ clientSecretFile, refreshTokenFile }) =>
      clientSecretFile !== undefined || refreshTokenFile !== undefined,
    "names neither a refresh token nor a client's secret",
  );

export const MAIL = z
  .strictObject({
    from: setting(parsedBy(parseMailbox), {
      what: "whom mail is from: an address, or a name with one, like Approvals <approvals@example.com>",
    }),
    host: setting(hostName, {
      what: "the mail server; it may have a private address, because only this file can name it",
    }),
    port: setting(port.min(1).optional(), { what: "its port", whenAbsent: "587, and 465 with `tls`" }),
    startTls: setting(z.enum(["required", "optional", "disabled"]).prefault("required"), {
      what: "`required`: nothing is sent before STARTTLS; `optional`: STARTTLS where the server offers it, and no password where it does not; `disabled`: everything is sent unencrypted, the password too. Certificates are always verified",
    }),
    tls: setting(onOff.prefault("off"), {
      what: "on: the connection begins with TLS, as on port 465, and `startTls` has no effect",
    }),
    caFile: setting(text.optional(), {
      what: "a file with the certificates, in PEM, of the authority that the server's certificate is from",
      whenAbsent: "the authorities that Node.js trusts",
    }),
    user: setting(text.optional(), { what: "the name to log in with", whenAbsent: "nobody logs in" }),
    passwordFile: setting(text.optional(), {
      what: "a file with the password",
      whenAbsent: "`oauth2`, or none",
    }),
    oauth2: oauth2.optional(),
    ownHostName: setting(hostName.optional(), {
      what: "how this client names itself to the server",
      whenAbsent: "the machine's name if it has a domain, otherwise [127.0.0.1]",
    }),
    bounceAddress: setting(parsedBy(parseMailAddress).optional(), {
      what: "the address that gets what cannot be delivered",
      whenAbsent: "the address of `from`",
    }),
    pool: setting(z.number().int().min(1).max(50).prefault(5), {
      what: "how many connections there may be at once",
    }),
    templates: setting(text.optional(), {
      what: "a folder with templates of your own",
      whenAbsent: "the templates that come with Countersign",
    }),
    domains: setting(z.array(domain).min(1).readonly().optional(), {
      what: "the domains that mail may go to; with *. before it, those below it",
      whenAbsent: "all of them",
    }),
    ...DELIVERY,
  })
  .superRefine((mail, context) => {
    const fault = findLoginFault(mail);
    if (fault !== undefined) context.addIssue({ code: "custom", ...fault });
  });

interface Login {
  readonly user?: unknown;
  readonly passwordFile?: unknown;
  readonly oauth2?: unknown;
}

function findLoginFault({ user, passwordFile, oauth2: token }: Login) {
  if (passwordFile !== undefined && token !== undefined) {
    return { path: ["passwordFile"], message: "is given beside `oauth2`; log in with one of them" };
  }
  const [key] =
    Object.entries({ passwordFile, oauth2: token }).find(([, value]) => value !== undefined) ?? [];
  if (user === undefined && key !== undefined) {
    return { path: [key], message: "is of no use without `user` beside it" };
  }
  return user !== undefined && key === undefined
    ? { path: ["user"], message: "has neither a password nor a token: `passwordFile` or `oauth2`" }
    : undefined;
}
