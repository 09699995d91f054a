// What Slack's documents say of a message for an incoming webhook: what it takes, and what of a text it makes a link or a
// mention. Written from them, beside the code that it checks.

interface SlackText {
  readonly type: string;
  readonly text: string;
  readonly emoji?: boolean;
}

interface SlackElement {
  readonly type: string;
  readonly text?: string | SlackText;
  readonly url?: string;
  readonly action_id?: string;
  readonly style?: string;
  readonly value?: string;
}

interface SlackBlock {
  readonly type: string;
  readonly text?: SlackText;
  readonly fields?: readonly SlackText[];
  readonly elements?: readonly SlackElement[];
  readonly block_id?: string;
}

export interface SlackPayload {
  readonly text?: string;
  readonly blocks?: readonly SlackBlock[];
}

/** What Slack answers to a payload that it does not take, and undefined to one that it does. */
export function refuseSlackPayload(body: string): string | undefined {
  let payload: SlackPayload;
  try {
    payload = JSON.parse(body) as SlackPayload;
  } catch {
    return "invalid_payload";
  }
  if ((payload.text ?? "") === "" && payload.blocks === undefined) return "no_text";
  const faults = findBlockFaults(payload);
  return faults.length > 0 ? "invalid_blocks" : undefined;
}

/** Each fault in words; empty when Slack takes the payload. */
export function findBlockFaults({ text = "", blocks = [] }: SlackPayload): readonly string[] {
  return [
    // Longer ones are cut by Slack, in the middle of whatever stands there.
    ...(text.length > 4_000 ? ["text: longer than 4000"] : []),
    ...(blocks.length > 50 ? ["more than 50 blocks"] : []),
    ...blocks.flatMap((block, index) => findFaults(block).map((fault) => `blocks[${index}]: ${fault}`)),
  ];
}

function findFaults({ type, text, fields = [], elements = [], block_id: id = "" }: SlackBlock): string[] {
  const long = id.length > 255 ? ["block_id longer than 255"] : [];
  switch (type) {
    case "header":
      return [...long, ...checkText(text, 150, ["plain_text"])];
    case "section":
      if (text === undefined && fields.length === 0) return [...long, "neither text nor fields"];
      return [
        ...long,
        ...(text === undefined ? [] : checkText(text, 3_000)),
        ...(fields.length > 10 ? ["more than 10 fields"] : []),
        ...fields.flatMap((field) => checkText(field, 2_000)),
      ];
    case "context":
      return [
        ...long,
        ...(elements.length < 1 || elements.length > 10 ? ["not 1 to 10 elements"] : []),
        ...elements.flatMap((element) => checkText(element, 3_000)),
      ];
    case "actions":
      return [
        ...long,
        ...(elements.length < 1 || elements.length > 25 ? ["not 1 to 25 elements"] : []),
        ...elements.flatMap(checkButton),
      ];
    case "divider":
      return long;
    default:
      return [...long, `type ${type} is not known`];
  }
}

function checkText(
  text: SlackText | SlackElement | undefined,
  most: number,
  types: readonly string[] = ["plain_text", "mrkdwn"],
): string[] {
  if (text === undefined || typeof text.text !== "string") return ["no text"];
  return [
    ...(types.includes(text.type) ? [] : [`text of type ${text.type}`]),
    ...(text.text.length < 1 ? ["empty text"] : []),
    ...(text.text.length > most ? [`text longer than ${most}`] : []),
  ];
}

function checkButton({
  type,
  text,
  url = "",
  action_id: id = "",
  style,
  value = "",
}: SlackElement): string[] {
  if (type !== "button") return [`element of type ${type}`];
  return [
    ...(typeof text === "object" ? checkText(text, 75, ["plain_text"]) : ["no text"]),
    ...(url.length > 3_000 ? ["url longer than 3000"] : []),
    ...(id.length > 255 ? ["action_id longer than 255"] : []),
    ...(value.length > 2_000 ? ["value longer than 2000"] : []),
    ...(style === undefined || style === "primary" || style === "danger" ? [] : [`style ${style}`]),
  ];
}

export interface ReadSlackMessage {
  readonly links: readonly string[];
  /** People, groups, channels and everybody. */
  readonly mentions: readonly string[];
  /** As people read them, in order; of the header, `title`. */
  readonly texts: readonly string[];
  readonly title: string;
}

/** What Slack makes of it. Plain texts are read as if they could mark something, too: it is not all clients that know better. */
export function readSlackMessage({ text = "", blocks = [] }: SlackPayload): ReadSlackMessage {
  const raw = [text, ...blocks.flatMap(textsOf)];
  const marked = raw.flatMap((one) => [...one.matchAll(/<([^>]*)>/gu)].map(([, inside = ""]) => inside));
  const isMention = (inside: string): boolean => /^[@!#]/u.test(inside);
  const buttons = blocks.flatMap(({ elements = [] }) => elements.flatMap(({ url }) => url ?? []));
  const header = blocks.find(({ type }) => type === "header")?.text?.text ?? "";
  return {
    links: [...buttons, ...marked.filter((inside) => !isMention(inside))],
    mentions: marked.filter(isMention),
    texts: raw.map(unescape),
    title: unescape(header),
  };
}

function textsOf({ text, fields = [], elements = [] }: SlackBlock): readonly string[] {
  const inside = elements.map((element) =>
    typeof element.text === "string" ? element.text : (element.text?.text ?? ""),
  );
  return [...(text === undefined ? [] : [text.text]), ...fields.map((field) => field.text), ...inside];
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
