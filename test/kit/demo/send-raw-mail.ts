import { once } from "node:events";
import { connect } from "node:net";

/** Speaks SMTP by hand (RFC 5321): one mail, as these lines, to these addresses. Returns what the server said last. */
export async function sendRawMail(
  port: number,
  { to, lines }: { readonly to: readonly string[]; readonly lines: readonly string[] },
): Promise<string> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.setEncoding("utf8");
  let heard = "";
  const say = async (line: string): Promise<void> => {
    heard = "";
    if (line !== "") socket.write(`${line}\r\n`);
    // The last line of an answer has a blank behind its code.
    while (!/^\d{3} .*\r\n$/mu.test(heard)) heard += String((await once(socket, "data"))[0]);
  };
  await say("");
  await say("HELO client.example");
  await say("MAIL FROM:<countersign@demo.example>");
  for (const address of to) await say(`RCPT TO:<${address}>`);
  await say("DATA");
  await say([...lines, "."].join("\r\n"));
  socket.end("QUIT\r\n");
  return heard;
}

/** A mail with both parts, as a mailer writes it. */
export function writeMail({
  subject,
  html,
  text,
}: {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}): readonly string[] {
  const encode = (part: string): string => Buffer.from(part, "utf8").toString("base64");
  return [
    "From: Countersign <countersign@demo.example>",
    "To: mary@demo.example",
    `Subject: =?UTF-8?B?${encode(subject)}?=`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/alternative; boundary="part"',
    "",
    "--part",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    encode(text),
    "--part",
    "Content-Type: text/html; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    encode(html),
    "--part--",
  ];
}
