import type { Server } from "node:http";
import { type IsForwarder, senderAt } from "../limits/find-sender.ts";

export interface ConnectionLimits {
  /** So many there may be at once. */
  readonly most: number;
  /** Who connects for others, and may have all of them. */
  readonly isForwarder: IsForwarder;
  /** Of each that is refused; `from` is where it came from. */
  readonly onRefused: (from: string) => void;
}

/** One address gets no more than half of them: whoever takes all it can get leaves the others to the rest. */
const SHARE = 0.5;

/** Ends connections that are too many as soon as they are made. */
export function limitConnections(server: Server, { most, isForwarder, onRefused }: ConnectionLimits): void {
  const open = new Map<string, number>();
  const count = (from: string, by: 1 | -1): number => {
    const number = (open.get(from) ?? 0) + by;
    if (number === 0) open.delete(from);
    else open.set(from, number);
    return number;
  };
  server.maxConnections = most;
  server.on("drop", (dropped) => onRefused(senderAt(dropped?.remoteAddress)));
  server.on("connection", (socket) => {
    if (isForwarder(socket.remoteAddress)) return;
    const from = senderAt(socket.remoteAddress);
    socket.once("close", () => count(from, -1));
    if (count(from, 1) <= most * SHARE) return;
    onRefused(from);
    socket.destroy();
  });
}
