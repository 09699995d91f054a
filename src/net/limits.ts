// How long an exchange may take, and how long its answer may be.

/** Gives `use` a signal that ends after `limitMs`, with a reason that says so. */
export async function withDeadline<T>(limitMs: number, use: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error(`not complete after ${limitMs} ms`)), limitMs);
  try {
    return await use(deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** The text of a stream of bytes. Throws when it has more than `limit` bytes; the stream is ended then. */
export async function readBody(chunks: AsyncIterable<Buffer>, limit: number): Promise<string> {
  const read: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limit) throw new Error(`the answer is longer than ${limit} bytes`);
    read.push(chunk);
  }
  return (read.length === 1 && read[0] !== undefined ? read[0] : Buffer.concat(read)).toString("utf8");
}
