import assert from "node:assert/strict";
import { test } from "node:test";

import { parseMailAddress } from "./mail-address.ts";

for (const [given, address] of [
  ["ann@example.com", "ann@example.com"],
  ["Ann.Smith+ci@Mail.Example.COM", "Ann.Smith+ci@mail.example.com"],
  ["o'neill/team=a@example.co", "o'neill/team=a@example.co"],
  ["ann@bücher.example", "ann@xn--bcher-kva.example"],
  ["ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"],
  [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
] as const) {
  test(`mail goes to ${given}`, () =>
    assert.deepEqual(parseMailAddress(given), { ok: true, value: address }));
}

for (const [sentence, given, said] of [
  ["a name", "ann", /^has no @$/u],
  ["nothing", "", /^has no @$/u],
  ["two of them", "ann@example.com,bob@example.com", /^has more than one @$/u],
  ["one in a name", '"ann@evil.example" ann@example.com', /^has more than one @$/u],
  ["one in angle brackets", "Ann <ann@example.com>", /^has something before the @/u],
  ["a quoted one", '"ann"@example.com', /^has something before the @/u],
  ["a comment", "ann(here)@example.com", /^has something before the @/u],
  ["a comment in the domain", "ann@example.com(here)", /^has no domain/u],
  ["a group", "team:ann@example.com;", /^has something before the @/u],
  ["a route", "ann%evil.example@example.com", /^has something before the @/u],
  ["a route of UUCP", "evil!ann@example.com", /^has something before the @/u],
  ["a line break before the @", "ann\r\nRCPT TO:<eve@example.com", /^has something before the @/u],
  ["a line break at the end", "ann@example.com\n", /^has no domain/u],
  ["a NUL", "ann\0@example.com", /^has something before the @/u],
  ["a parameter of SMTP", "ann@example.com> SIZE=1", /^has no domain/u],
  ["letters of other alphabets before the @", "änn@example.com", /^has something before the @/u],
  ["a dot at the beginning", ".ann@example.com", /^has something before the @/u],
  ["two dots", "a..nn@example.com", /^has something before the @/u],
  ["nothing before the @", "@example.com", /^has something before the @/u],
  ["nothing after it", "ann@", /^has no domain/u],
  ["a host", "root@localhost", /^has no domain/u],
  ["an IP address", "ann@192.0.2.1", /^has no domain/u],
  ["one in brackets", "ann@[192.0.2.1]", /^has no domain/u],
  ["a number that is one", "ann@0x7f.1", /^has no domain/u],
  ["a dot at the end", "ann@example.com.", /^has no domain/u],
  ["a percent sign in the domain", "ann@ex%61mple.com", /^has no domain/u],
  ["letters that become others", "ann@ｅxample.com", /^has no domain/u],
  ["a sign that is taken out", "ann@exam\u00adple.com", /^has no domain/u],
  ["a label of 64", `ann@${"a".repeat(64)}.com`, /^has no domain/u],
  ["65 characters before the @", `${"a".repeat(65)}@example.com`, /^has more than 64 characters before/u],
  ["too long a one", `ann@${"a.".repeat(125)}com`, /^has more than 254 characters$/u],
  [
    "one that is too long in ASCII",
    `ann@${"bücher.".repeat(20)}example`,
    /^has more than 254 .*as it is sent$/u,
  ],
] as const) {
  test(`${sentence} is refused`, () => {
    const parsed = parseMailAddress(given);
    assert.ok(!parsed.ok, `${given} is taken`);
    assert.match(parsed.error, said);
  });
}
