const NEWLINE = 0x0a;
/** etcd takes about 1.5 MB an object; escapes and the watch's envelope add to it. */
const LONGEST_LINE = 32 * 1024 * 1024;

/**
 * The lines of a stream of bytes. A line, and a character in it, may be split over chunks in any way. Throws when a
 * line is too long, or the stream ends in the middle of one.
 */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  longest: number = LONGEST_LINE,
): AsyncGenerator<string, void, void> {
  let begun: Buffer[] = [];
  let begunBytes = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const rest = chunk.subarray(start, end);
      const line = begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
      begun = [];
      begunBytes = 0;
      start = end + 1;
      if (line.length > 0) yield line.toString("utf8");
    }
    if (start === chunk.length) continue;
    begun.push(chunk.subarray(start));
    begunBytes += chunk.length - start;
    if (begunBytes > longest) throw new Error(`a line is longer than ${longest} bytes`);
  }
  if (begunBytes > 0)
    throw new Error(`the answer ends in the middle of a line, after ${begunBytes} bytes of it`);
}
