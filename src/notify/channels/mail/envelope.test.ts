// 5,000 addresses as pipelines might name them: the mail server hears of those that are addresses, and of nobody else.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { makeMailTo, openMail } from "../../../../test/kit/mail/open-mail.ts";
import { startSmtp } from "../../../../test/kit/mail/start-smtp.ts";
import { makeCreatedApproval } from "../../../../test/kit/make-approval.ts";

const ADDRESSES = 5_000;
/** Named by one approval. */
const AT_A_TIME = 25;

interface Named {
  readonly given: string;
  /** Whom the server is to hear of. */
  readonly expected: readonly string[];
}

const atext = fc.constantFrom(...Array.from("abcxyzABCXYZ0189#$&'*+/=?^_`{|}~-"));
const word = fc.string({ unit: atext, minLength: 1, maxLength: 12 });
const before = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("."));
const label = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,8}(?:-[a-z0-9]{1,4})?$/u);
const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join("."));
/** As the server of the tests tells of them; it is sent their form in ASCII, see `mail-address.test.ts`. */
const foreign = fc.constantFrom(["bücher.example", "bücher.example"], ["日本.example", "日本.example"]);

const right: fc.Arbitrary<Named> = fc
  .tuple(
    before,
    fc.oneof({ weight: 9, arbitrary: domain.map((name) => [name, name.toLowerCase()]) }, foreign),
  )
  .map(([local, [written, sent]]) => ({ given: `${local}@${written}`, expected: [`${local}@${sent}`] }));

const HOSTILE = [
  ...Array.from('\r\n\0\t <>,;:()"\\@%![]\u200b\u2028\u202e'),
  "\r\nRCPT TO:<eve@evil.example>\r\n",
  "> NOTIFY=NEVER",
  ",eve@evil.example",
  " <eve@evil.example>",
  "@evil.example:",
  "..",
];

/** With something in it that no address has: then nobody at all is told. */
const wrong: fc.Arbitrary<Named> = fc
  .tuple(right, fc.constantFrom(...HOSTILE), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([{ given }, hostile, share]) => {
    const at = Math.round(given.length * share);
    return { given: `${given.slice(0, at)}${hostile}${given.slice(at)}`, expected: [] };
  });

test(
  "of 5,000 generated addresses the server hears of just the right ones",
  { timeout: 300_000 },
  async (t) => {
    const smtp = await startSmtp(t);
    const channel = openMail(t, { port: smtp.port });
    const { metadata, spec } = makeCreatedApproval();
    const sample = fc.sample(fc.oneof(right, wrong), { numRuns: ADDRESSES, seed: 14 });
    for (let from = 0; from < ADDRESSES; from += AT_A_TIME) {
      const named = sample.slice(from, from + AT_A_TIME);
      const approvers = named.map(({ given }) => given);
      const known = channel.findRecipients({ metadata, spec: { ...spec, approvers } });
      // What is on record is not believed either.
      const all = [...known.map(({ address = "" }) => address), ...approvers];
      const heardBefore = smtp.recipients.length;
      await Promise.all(
        [...new Set(all)].map((recipient) =>
          channel.send(
            makeMailTo(recipient, { approval: { spec: { approvers } } }),
            AbortSignal.timeout(60_000),
          ),
        ),
      );
      const heard = new Set(smtp.recipients.slice(heardBefore));
      const expected = new Map(
        named.flatMap(({ expected: [address] }) => (address ? [[address.toLowerCase(), address]] : [])),
      );
      assert.deepEqual(new Set([...heard].map((address) => address.toLowerCase())), new Set(expected.keys()));
      for (const address of heard)
        assert.ok(
          named.some(({ expected: [one] }) => one === address),
          address,
        );
    }
    for (const { to } of smtp.mails) assert.equal(to.length, 1);
    assert.ok(smtp.mails.length > ADDRESSES / 4, `${smtp.mails.length} mails`);
    t.diagnostic(`${smtp.mails.length} mails of ${ADDRESSES} addresses`);
  },
);
