/** What came back: a status of 0 where there was no status line. */
export interface Answer {
  readonly status: number;
  /** Names in lower case; values of one name joined by `, `, those of `set-cookie` by a line break. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

interface Read {
  readonly answer: Answer;
  /** What comes after it. */
  readonly rest: Buffer;
}

/** All answers in what came on a connection; the last one may have ended with it. */
export function readAnswers(bytes: Buffer, method: string): readonly Answer[] {
  const answers: Answer[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const read = readAnswer(rest, { method, isClosed: true });
    if (read === undefined) return answers;
    answers.push(read.answer);
    ({ rest } = read);
  }
  return answers;
}

/** The first answer; `undefined` while it is not all there. */
export function readAnswer(
  bytes: Buffer,
  { method, isClosed }: { readonly method: string; readonly isClosed: boolean },
): Read | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const [first = "", ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.1 (?<code>\d{3})/u.exec(first)?.groups?.["code"] ?? 0);
  const headers = readHeaders(lines);
  const content = bytes.subarray(end + 4);
  if (status === 100) return readAnswer(content, { method, isClosed });
  const hasNone = method === "HEAD" || status === 204 || status === 304;
  const length = hasNone ? 0 : measureBody(content, headers, isClosed);
  if (length === undefined || content.length < length) return undefined;
  const body = content.subarray(0, length).toString("utf8");
  return { answer: { status, headers, body }, rest: content.subarray(length) };
}

function readHeaders(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(
      name,
      before === undefined ? value : `${before}${name === "set-cookie" ? "\n" : ", "}${value}`,
    );
  }
  return headers;
}

/** In bytes, chunks with their frames; `undefined` while it cannot be told. */
function measureBody(
  content: Buffer,
  headers: ReadonlyMap<string, string>,
  isClosed: boolean,
): number | undefined {
  const length = headers.get("content-length");
  if (length !== undefined) return Number(length);
  if (headers.get("transfer-encoding") === "chunked") {
    const last = content.indexOf("0\r\n\r\n");
    return last === -1 ? undefined : last + 5;
  }
  return isClosed ? content.length : undefined;
}
