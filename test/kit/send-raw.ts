import { connect } from "node:net";
import { buffer } from "node:stream/consumers";

/** Sends the message as it stands, a character for a byte, ends, and gives all that comes back. */
export async function sendRaw(port: number, message: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(Buffer.from(message, "latin1"));
  return (await buffer(socket)).toString("latin1");
}
