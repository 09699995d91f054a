// A vote as a browser and as a program send it, and what must keep it from being recorded.
import * as fc from "fast-check";
import { describeBody, HOST } from "./odd-headers.ts";
import { FORM_TYPE, JSON_TYPE } from "./odd-bodies.ts";
import type { Header, RequestCase } from "./request-case.ts";
import { PROXY_HEADERS, SIGNED_IN } from "./signed-in.ts";
import { SUITE_AUTH } from "../../../test/kit/suite-auth.ts";

/** Fills the vote's form as it was opened; `hidden` are the names of its hidden fields. */
export function formVote(hidden: readonly string[]): RequestCase {
  const fields = hidden.map((name) => `${name}=<<${name}>>`);
  return {
    about: "the form of a vote",
    method: "POST",
    target: "/approvals/people/<<name>>/votes",
    headers: [
      HOST,
      ["Origin", "http://<<host>>"],
      ["Sec-Fetch-Site", "same-origin"],
      ["Cookie", "<<cookie>>"],
      ...SIGNED_IN.headers,
      ...describeBody(FORM_TYPE),
    ],
    body: ["decision=approve", "comment=ok", ...fields].join("&"),
    vote: "must",
  };
}

/** Needs nothing that only the page tells. */
export const API_VOTE: RequestCase = {
  about: "a vote by the API",
  method: "POST",
  target: `/api/v1/approvals/people/<<name>>/votes${SIGNED_IN.query}`,
  headers: [HOST, ...SIGNED_IN.headers, ...describeBody(JSON_TYPE)],
  body: '{"decision":"approve","comment":"ok"}',
  vote: "must",
};

/** The form that cancels, with what the page of the approval tells; and the same by the API. */
export function cancellations(hidden: readonly string[]): readonly RequestCase[] {
  // It ends the approval, whichever attempt it is.
  const form = formVote(hidden.filter((name) => name !== "attempt"));
  const what = { vote: "never", cancels: true } as const;
  return [
    {
      ...form,
      about: "the form that cancels",
      target: form.target.replace("/votes", "/cancel"),
      body: form.body.replace("decision=approve&comment=ok", "reason=over"),
      ...what,
    },
    {
      ...API_VOTE,
      about: "a cancellation by the API",
      target: API_VOTE.target.replace("/votes", "/cancel"),
      body: '{"reason":"over"}',
      ...what,
    },
  ];
}

/** What is done to a good vote. */
interface Twist {
  readonly about: string;
  readonly twist: (vote: RequestCase) => RequestCase;
}

function setHeader(name: string, ...values: readonly string[]): Twist {
  return {
    about: `${name}: ${values.join(" and ") || "none"}`.slice(0, 80),
    twist: (vote) => ({
      ...vote,
      headers: [
        ...vote.headers.filter(([given]) => given !== name),
        ...values.map((value): Header => [name, value]),
      ],
    }),
  };
}

function setMethod(method: string): Twist {
  return { about: `by ${method}`, twist: (vote) => ({ ...vote, method }) };
}

function inBody(found: string, instead: string): Twist {
  return {
    about: `${instead} for ${found}`.slice(0, 80),
    twist: (vote) => ({ ...vote, body: vote.body.replace(found, instead) }),
  };
}

function inTarget(found: string, instead: string): Twist {
  return {
    about: `${instead} for ${found} in the address`.slice(0, 80),
    twist: (vote) => ({ ...vote, target: vote.target.replace(found, instead) }),
  };
}

const METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND"].map(
  setMethod,
);

/** Both doors refuse these. */
const FOR_BOTH: readonly Twist[] = [
  ...METHODS,
  setHeader("Host", "evil.example"),
  setHeader("Host", "evil.example:<<port>>"),
  setHeader("Host"),
  setHeader("Origin", "http://evil.example"),
  setHeader("Origin", "https://<<host>>"),
  setHeader("Origin", "http://<<host>>.evil.example"),
  setHeader("Sec-Fetch-Site", "cross-site"),
  setHeader("Sec-Fetch-Site", "same-site"),
  setHeader("Sec-Fetch-Site", ""),
  setHeader("Content-Type", "text/plain"),
  setHeader("Content-Type"),
  setHeader("Content-Type", "multipart/form-data; boundary=x"),
  inTarget("/votes", "%2Fvotes"),
  inTarget("/votes", "/votes/"),
  inTarget("people", "PEOPLE"),
  inTarget("people/<<name>>", "elsewhere/bystander-1"),
  inTarget("people", "people%2F..%2Fpeople"),
  inTarget("<<name>>", "<<name>>%2Fstatus"),
  inTarget("<<name>>", "<<name>>%00"),
  inTarget("<<name>>", "<<a*300>>"),
  inTarget("/votes", "/votes;x"),
];

const HEX = [0, 7, 8, 30, 70];
const IN_FORM: readonly Twist[] = [
  ...[0, 5, 20, 40, 42].map((at) => inBody("<<token>>", `<<token~${at}>>`)),
  ...HEX.map((at) => inBody("<<digest>>", `<<digest~${at}>>`)),
  inBody("token=<<token>>", "token="),
  inBody("token=<<token>>", "x=1"),
  inBody("token=<<token>>", "token=<<token>>&token=<<token>>"),
  inBody("token=<<token>>", "token=<<stolen>>"),
  inBody("digest=<<digest>>", "digest="),
  inBody("attempt=<<attempt>>", "attempt=2"),
  inBody("digest=<<digest>>", "digest=<<digest>>&digest=<<digest>>"),
  inBody("decision=approve", "decision=approve&decision=reject"),
  inBody("decision=approve", "decision=APPROVE"),
  inBody("decision=approve", "decision=approve%20"),
  inBody("decision=approve", "decision%5B%5D=approve"),
  inBody("decision=approve", ""),
  inBody("comment=ok", "comment=<<a*2001>>"),
  inBody("comment=ok", "comment=ok&user=ann"),
  setHeader("Content-Type", JSON_TYPE),
  setHeader("Cookie"),
  setHeader("Cookie", "<<cookie>>; <<cookie>>"),
  ...[12, 13, 20, 33, 47, 60, 80, 100].map((at) => setHeader("Cookie", `<<cookie~${at}>>`)),
];

/** Somebody else, nobody or somebody twice, as the mode says it. */
const ANOTHER: readonly Twist[] =
  SUITE_AUTH === "open"
    ? [
        inTarget("user=<<user>>", "user=mallory"),
        inTarget("user=<<user>>", "user=<<user>>&user=<<user>>"),
        inTarget("user=<<user>>", "group=ann"),
        inTarget("user=<<user>>", "user=<<user>>%00"),
        inTarget("?user=<<user>>", ""),
      ]
    : [
        setHeader(PROXY_HEADERS.user),
        setHeader(PROXY_HEADERS.user, "mallory"),
        setHeader(PROXY_HEADERS.user, "<<user>>", "<<user>>"),
        setHeader(PROXY_HEADERS.user, "<<user>><<byte ff>>"),
        setHeader("X_Forwarded_User", "mallory"),
        setHeader("X-Auth-Request-User", "mallory"),
        setHeader("Connection", "X-Forwarded-User"),
        setHeader(PROXY_HEADERS.secret),
        setHeader(PROXY_HEADERS.secret, "<<s*44>>"),
      ];

/** In open mode the query of a form says another name; in others it says nothing. */
const ANOTHER_IN_FORM: readonly Twist[] =
  SUITE_AUTH === "open" ? [inTarget("/votes", "/votes?user=mallory")] : ANOTHER;

const IN_JSON: readonly Twist[] = [
  ...HEX.map((at) => inBody('"ok"', `"ok","digest":"<<digest~${at}>>"`)),
  ...[
    '"Approve"',
    '["approve"]',
    '{"approve":true}',
    "true",
    "null",
    '"approve "',
    '"\\u0000approve"',
    "1",
  ].map((given) => inBody('"approve"', given)),
  inBody('"decision":"approve"', '"decision":"approve","decision":"approve"'),
  inBody('"decision":"approve"', '"decision":"approve","\\u0064ecision":"reject"'),
  inBody('"decision":"approve"', '"__proto__":{"decision":"approve"}'),
  inBody('"comment":"ok"', '"comment":"<<a*2001>>"'),
  inBody('"comment":"ok"', '"comment":["ok"]'),
  inBody('"comment":"ok"', '"comment":<<[*500>>'),
  inBody('"comment":"ok"', '"comment":"ok","user":"ann"'),
  inBody("}", ""),
  inBody("{", "[{"),
  setHeader("Content-Type", FORM_TYPE),
  setHeader("Origin", "null"),
];

/** These change nothing that counts. */
const HARMLESS: readonly Twist[] = [
  setHeader("Accept", "*/*;q=0.1"),
  ...(SUITE_AUTH === "open" ? [setHeader("X-Forwarded-User", "mallory")] : []),
  setHeader("X-HTTP-Method-Override", "GET"),
  setHeader("Accept-Encoding", "gzip"),
  setHeader("If-None-Match", "*"),
  setHeader("Range", "bytes=0-0"),
];

/** Whether these are taken is for the product to say, as long as it says what it did. */
const OPEN: readonly Twist[] = [
  inBody("ok", "\\ud800"),
  inBody("ok", "%00"),
  inBody("ok", "<<é*2000>>"),
  inBody("ok", "<<👩*1100>>"),
  inBody("ok", "<script>fuzz(1)</script>"),
  inBody("ok", "<<byte ff>>"),
  inTarget("/approvals", "/./approvals"),
  inTarget("people", "%70eople"),
  setHeader("Content-Type", "application/json; charset=utf-8"),
];

function apply(vote: RequestCase, twists: readonly Twist[], outcome: RequestCase["vote"]): RequestCase {
  const twisted = twists.reduce((now, { twist }) => twist(now), vote);
  return { ...twisted, about: [vote.about, ...twists.map(({ about }) => about)].join(", "), vote: outcome };
}

/** Votes that must not be recorded. */
export function spoiledVotes(hidden: readonly string[]): fc.Arbitrary<RequestCase> {
  const harmless = fc.subarray([...HARMLESS], { maxLength: 2 });
  const spoil = (vote: RequestCase, twists: readonly Twist[]): fc.Arbitrary<RequestCase> =>
    fc
      .tuple(fc.constantFrom(...twists), harmless)
      .map(([twist, more]) => apply(vote, [...more, twist], "never"));
  return fc.oneof(
    spoil(formVote(hidden), [...FOR_BOTH, ...IN_FORM, ...ANOTHER_IN_FORM]),
    spoil(API_VOTE, [...FOR_BOTH, ...IN_JSON, ...ANOTHER]),
  );
}

/** Votes that must be recorded, and some that may be. */
export function goodVotes(hidden: readonly string[]): fc.Arbitrary<RequestCase> {
  const withDigest = inBody('"ok"', '"ok","digest":"<<digest>>"').twist(API_VOTE);
  const vote = fc.constantFrom(formVote(hidden), API_VOTE, withDigest);
  return fc.oneof(
    fc
      .tuple(vote, fc.subarray([...HARMLESS], { maxLength: 2 }))
      .map(([good, twists]) => apply(good, twists, "must")),
    fc.tuple(vote, fc.constantFrom(...OPEN)).map(([good, twist]) => apply(good, [twist], "may")),
  );
}
