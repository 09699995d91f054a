import type { UnitBug } from "./unit-bug.ts";

const ENGINE = "src/decision/*.test.ts";
const WAITING = "src/approvals/waiting-index.test.ts";
const VOTES = "src/approvals/cast-vote.test.ts";

/** In who is asked, and who is one person. */
export const PEOPLE_BUGS: readonly UnitBug[] = [
  {
    name: "one address with two accounts is two people",
    file: "src/decision/identify-person.ts",
    find: "const { name, email = name } = identity;",
    replace: "const { name } = identity; const email = name;",
    tests: [ENGINE, VOTES],
  },
  {
    name: "the address of one as the name of the other is two people",
    file: "src/decision/identify-person.ts",
    find: "[name, email].map(identifyPerson)",
    replace: "[name, `<${email}>`].map(identifyPerson)",
    tests: [ENGINE],
  },
  {
    name: "the address is not kept with the vote",
    file: "src/approvals/cast-vote.ts",
    find: "...(email === undefined ? {} : { email }),",
    replace: "",
    tests: [VOTES],
  },
  {
    name: "the address of a recorded vote is not looked at",
    file: "src/objects/approval/approval-request.ts",
    find: "...(email === undefined ? {} : { email }),",
    replace: "",
    tests: [VOTES],
  },
  {
    name: "case never counts in addresses",
    file: "src/decision/asked-as.ts",
    find: 'email !== undefined && emailCase === "fold"',
    replace: "email !== undefined",
    tests: [ENGINE],
  },
  {
    name: "case does not count in addresses for letters beyond a to z",
    file: "src/decision/asked-as.ts",
    find: "replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase())",
    replace: "toUpperCase().toLowerCase()",
    tests: [ENGINE],
  },
  {
    name: "case does not count in addresses, and a vote so admitted does not count",
    file: "src/decision/entitlement.ts",
    find: "foldEmail(name) === foldEmail(email)",
    replace: "name === email",
    tests: [ENGINE, VOTES],
  },
  {
    name: "names are the same in any case",
    file: "src/decision/asked-as.ts",
    find: 'return name.normalize("NFC");',
    replace: 'return name.normalize("NFC").toLowerCase();',
    tests: [ENGINE],
  },
  {
    name: "names that only look the same are the same",
    file: "src/decision/asked-as.ts",
    find: 'return name.normalize("NFC");',
    replace: 'return name.normalize("NFKC");',
    tests: [ENGINE],
  },
  {
    name: "somebody is asked by an address though the settings leave it out",
    file: "src/decision/asked-as.ts",
    find: 'by.includes("email") ? voter.email : undefined',
    replace: "voter.email",
    tests: [ENGINE],
  },
  {
    name: "somebody is asked by name though the settings leave it out",
    file: "src/decision/asked-as.ts",
    find: '...(by.includes("name") ? [voter.name] : [])',
    replace: "voter.name",
    tests: [ENGINE],
  },
  {
    name: "somebody is asked by group though the settings leave it out",
    file: "src/decision/asked-as.ts",
    find: 'by.includes("group") ? voter.groups : []',
    replace: "voter.groups",
    tests: [ENGINE],
  },
  {
    name: "an inbox does not find addresses in another case",
    file: "src/approvals/approval-terms.ts",
    find: "const isFolded = ",
    replace: "const isFolded = true || ",
    tests: [WAITING],
  },
  {
    name: "people on pages come without the rules of the settings",
    file: "src/auth/with-match.ts",
    find: "principal: matched(answer.value.principal)",
    replace: "principal: answer.value.principal",
    tests: ["src/auth/with-match.test.ts"],
  },
  {
    name: "programs come without the rules of the settings",
    file: "src/auth/with-match.ts",
    find: "answer.ok ? ok(matched(answer.value)) : answer",
    replace: "answer",
    tests: ["src/auth/with-match.test.ts"],
  },
  {
    name: "an address may have a second @",
    file: "src/auth/principal.ts",
    find: "/^[^@\\s]+@[^@\\s]+$/u",
    replace: "/^.+@.+$/u",
    tests: ["src/auth/principal.test.ts"],
  },
  {
    name: "name and address have more room than a vote has for them",
    file: "src/auth/principal.ts",
    find: "countStoredBytes(name) + countStoredBytes(email.value)",
    replace: "countStoredBytes(email.value)",
    tests: ["src/auth/principal.test.ts"],
  },
];
