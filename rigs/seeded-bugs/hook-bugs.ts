import type { UnitBug } from "./unit-bug.ts";

const ADDRESSES = "src/net/check-address.test.ts";
const POST = "src/net/post.test.ts";
const TRICKS = "src/net/post-tricks.test.ts";
const HOOKS = "src/notify/channels/hooks.test.ts";
const DESCRIBING = "src/notify/describe-message.test.ts";
const SLACK = "src/notify/channels/slack/write-slack-message.test.ts";
const TEAMS = "src/notify/channels/teams/write-teams-message.test.ts";
const SIGNING = "src/notify/channels/webhook/sign-webhook.test.ts";
const EVENTS = "src/notify/channels/webhook/write-event.test.ts";

/** In what is sent to chats and programs, and where that goes. */
export const HOOK_BUGS: readonly UnitBug[] = [
  {
    name: "a private address is found to be one only when it is connected to",
    file: "src/net/resolve-host.ts",
    find: "refuseAddress(address, allowPrivate)",
    replace: "refuseAddress(address, true)",
    tests: [TRICKS],
  },
  {
    name: "a redirect is followed",
    file: "src/net/post.ts",
    find: "return await send({ ...request, signal }, target.value, limits);",
    replace:
      'const first = await send({ ...request, signal }, target.value, limits); const url = first.kind === "answered" ? first.headers["location"] : undefined; return url === undefined ? first : await createPost(options)({ ...request, url });',
    tests: [POST],
  },
  {
    name: "the name is asked for again when it is connected to",
    file: "src/net/post.ts",
    find: "{ lookup });",
    replace: "{});",
    tests: [POST],
  },
  {
    name: "one good address among bad ones is enough",
    file: "src/net/resolve-host.ts",
    find: "for (const { address } of found.value) {",
    replace: "for (const { address } of found.value.slice(0, 1)) {",
    tests: [POST],
  },
  {
    name: "an address of IPv4 within IPv6 is another one",
    file: "src/net/check-address.ts",
    find: "const embedded = isIPv6(bare) ? readEmbedded(bare) : undefined;",
    replace: "const embedded = undefined;",
    tests: [ADDRESSES],
  },
  {
    name: "a message goes where others can read it",
    file: "src/net/post.ts",
    find: 'url.protocol === "http:" && !found.value.every(',
    replace: 'url.protocol === "" && !found.value.every(',
    tests: [POST],
  },
  {
    name: "what went wrong is told with the whole address",
    file: "src/net/post.ts",
    find: "await readOutcome(outcome, url.host, limits.mostBytes)",
    replace: "await readOutcome(outcome, url.href, limits.mostBytes)",
    tests: [POST, HOOKS],
  },
  {
    name: "a redirect is a yes",
    file: "src/notify/to-delivery.ts",
    find: "status >= 200 && status < 300",
    replace: "status >= 200 && status < 400",
    tests: [HOOKS],
  },
  {
    name: "what may have arrived is refused, and sent again",
    file: "src/notify/to-delivery.ts",
    find: 'return { kind: "unclear", reason: outcome.error };',
    replace: 'return { kind: "refused", reason: outcome.error };',
    tests: [HOOKS],
  },
  {
    name: "Slack's no in a yes is a yes",
    file: "src/notify/channels/slack/judge-slack-answer.ts",
    find: 'status < 200 || status > 299 || word === "ok"',
    replace: "status > 0",
    tests: ["src/notify/channels/slack/judge-slack-answer.test.ts"],
  },
  {
    name: "text for Slack is not escaped",
    file: "src/notify/channels/slack/write-slack-message.ts",
    find: "written += ESCAPES[character] ?? character;",
    replace: "written += character;",
    tests: [SLACK],
  },
  {
    name: "text for Slack is cut before it is escaped",
    file: "src/notify/channels/slack/write-slack-message.ts",
    find: "if (written.length > most)",
    replace: "if (cut.length > 2 * most)",
    tests: [SLACK],
  },
  {
    name: "a vote in a chat may look like two",
    file: "src/notify/describe-message.ts",
    find: "const said = takeLine(comment);",
    replace: "const said = takeText(comment).trim();",
    tests: [DESCRIBING],
  },
  {
    name: "people's text is Markdown in Teams",
    file: "src/notify/channels/teams/write-message-card.ts",
    find: "text.replaceAll(/[\\]<]/gu, `$&${NOTHING}`)",
    replace: "text",
    tests: [TEAMS],
  },
  {
    name: "a card for Teams is as large as its text",
    file: "src/notify/channels/teams/write-adaptive-card.ts",
    find: 'cutTo(text.replaceAll(/\\{(?=\\{)/gu, "{ "), most)',
    replace: 'text.replaceAll(/\\{(?=\\{)/gu, "{ ")',
    tests: [TEAMS],
  },
  {
    name: "a signature is over the wrong bytes",
    file: "src/notify/channels/webhook/sign-webhook.ts",
    find: ".update(`${id}.${timestamp}.${body}`)",
    replace: ".update(`${id}.${timestamp}.${body.trim().normalize('NFD')}`)",
    tests: [SIGNING, HOOKS],
  },
  {
    name: "a secret that is being replaced signs nothing",
    file: "src/notify/channels/webhook/sign-webhook.ts",
    find: 'secrets.map(sign).join(" ")',
    replace: 'secrets.slice(0, 1).map(sign).join(" ")',
    tests: [SIGNING],
  },
  {
    name: "programs are told whatever a vote has in it",
    file: "src/notify/channels/webhook/write-event.ts",
    find: "votes: votes.map(tellVote),",
    replace: "votes,",
    tests: [EVENTS],
  },
  {
    name: "a refusal that breaks off may have been a yes",
    file: "src/notify/to-delivery.ts",
    find: 'byStatus.kind === "accepted" ? {',
    replace: 'byStatus.kind !== "unclear" ? {',
    tests: [HOOKS],
  },
  {
    name: "a yes of a chat is believed without its body",
    file: "src/notify/to-delivery.ts",
    find: "if (answer.brokenOff === undefined) return judge(answer) ?? byStatus;",
    replace: "return judge(answer) ?? byStatus;",
    tests: [HOOKS],
  },
];
