// Votes by a link, as somebody sends them who has opened it and types its code; and what must keep them from being recorded.
import * as fc from "fast-check";
import { describeBody, HOST } from "./odd-headers.ts";
import { FORM_TYPE, JSON_TYPE } from "./odd-bodies.ts";
import { inAddress, oddText } from "./odd-text.ts";
import type { Header, RequestCase } from "./request-case.ts";

const FORM = ["decision=approve", "comment=ok", "token=<<linktoken>>", "digest=<<linkdigest>>"].join("&");
const OWN_SITE: readonly Header[] = [
  ["Origin", "http://<<host>>"],
  ["Sec-Fetch-Site", "same-origin"],
];

interface LinkVote {
  readonly link?: string;
  readonly code?: string;
  readonly form?: string;
}

function linkVote({ link = "<<link>>", code = "&code=<<code>>", form = FORM }: LinkVote = {}): RequestCase {
  return {
    about: `a vote by the link ${link} with ${code || "no code"}`,
    method: "POST",
    target: "/approvals/people/<<name>>/votes",
    headers: [HOST, ...OWN_SITE, ["Cookie", `countersign-link=${link}`], ...describeBody(FORM_TYPE)],
    body: `${form}${code}`,
    vote: "never",
  };
}

const GOOD: RequestCase = { ...linkVote(), vote: "must" };

const SPOILED: readonly RequestCase[] = [
  ...["", "&code=", "&code=0000-0000", "&code=<<1*9>>", "&code=<<link>>", "&code=<<code>>&code=<<code>>"].map(
    (code) => linkVote({ code }),
  ),
  ...["", "token=&", "x=1&"].map((token) => linkVote({ form: FORM.replace("token=<<linktoken>>&", token) })),
  linkVote({ form: FORM.replace("<<linktoken>>", "<<token>>") }),
  linkVote({ link: "<<link>>; countersign-link=<<link>>" }),
  {
    ...linkVote(),
    about: "a link in a namespace that is not served",
    target: "/approvals/elsewhere/bystander-1/votes",
  },
  { ...linkVote(), about: "a link that cancels", target: "/approvals/people/<<name>>/cancel" },
  {
    ...linkVote(),
    about: "a link in the API",
    target: "/api/v1/approvals/people/<<name>>/votes",
    headers: [HOST, ["Cookie", "countersign-link=<<link>>"], ...describeBody(JSON_TYPE)],
    body: '{"decision":"approve","comment":"ok"}',
  },
];

/** One character is another. */
const damaged = fc
  .nat({ max: 999 })
  .chain((at) =>
    fc.constantFrom(
      linkVote({ link: `<<link~${at}>>` }),
      linkVote({ code: `&code=<<code~${at}>>` }),
      linkVote({ form: FORM.replace("<<linktoken>>", `<<linktoken~${at}>>`) }),
      linkVote({ form: FORM.replace("<<linkdigest>>", `<<linkdigest~${at}>>`) }),
    ),
  );

/** What somebody opens who has got it from somewhere. */
const opened = fc
  .oneof(
    fc.nat({ max: 999 }).map((at) => `<<link~${at}>>`),
    oddText.map(inAddress),
    fc.constantFrom("", "<<link>>", "<<link>>&link=<<link>>", "<<a*9000>>"),
  )
  .map((link): RequestCase => ({
    about: "a link is opened",
    method: "GET",
    target: `/approvals/people/<<name>>?link=${link}`,
    headers: [HOST],
    body: "",
    vote: "never",
  }));

export const linkCase: fc.Arbitrary<RequestCase> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(GOOD) },
  { weight: 4, arbitrary: fc.constantFrom(...SPOILED) },
  { weight: 8, arbitrary: damaged },
  { weight: 4, arbitrary: opened },
);
