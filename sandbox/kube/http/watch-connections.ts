import type { ServerResponse } from "node:http";
import type { ObjectWatch, WatchSink } from "../read/object-watch.ts";
import type { WatchAnswer } from "./answer.ts";

/** A watcher that lets more than this pile up is cut off, as the API server does; it has to list again. */
const MAX_BACKLOG_BYTES = 64 * 1024 * 1024;

/** The watches that are open on connections. */
export class WatchConnections {
  readonly #open = new Map<ObjectWatch, ServerResponse>();

  /** Answers a request with a watch that goes on until either side ends it. */
  serve(response: ServerResponse, answer: WatchAnswer): void {
    response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-cache, private" });
    response.flushHeaders();
    const watch = answer.openWatch(sinkTo(response));
    this.#open.set(watch, response);
    response.on("close", () => {
      this.#open.delete(watch);
      watch.end();
    });
    watch.start();
  }

  /** Ends every watch: in an orderly way, or by cutting the connection. */
  close(how: "end" | "cut"): void {
    for (const [watch, response] of this.#open) {
      if (how === "cut") response.destroy();
      watch.end();
    }
  }

  /** Sends a bookmark to each watch that asked for them. */
  sendBookmarks(): void {
    for (const watch of this.#open.keys()) watch.sendBookmark();
  }
}

function sinkTo(response: ServerResponse): WatchSink {
  return {
    write: (line) => {
      response.write(line);
      if (response.writableLength > MAX_BACKLOG_BYTES) response.destroy();
    },
    end: () => response.end(),
  };
}
