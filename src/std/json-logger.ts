import { type DestinationStream, pino } from "pino";

import type { Logger, LogLevel } from "./logger.ts";

/** Keys whose values never reach a log, however deep they are in an error or a request that somebody logs. */
const SECRET_NAMES = [
  "token",
  "access_token",
  "id_token",
  "refresh_token",
  "client_secret",
  "secret",
  "authorization",
  "cookie",
  "password",
  "key",
];
const SECRET_PATHS = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** So many characters wait for a disk that is full to have room again; what comes on top of them is lost. */
const MOST_WAITING = 1024 * 1024;

/**
 * Logs one JSON object a line.
 * @param destination stderr when absent, so that stdout stays free for what a command prints.
 */
export function createJsonLogger(level: LogLevel, destination: DestinationStream = openStderr()): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_PATHS, censor: "***" },
    },
    destination,
  );
}

function openStderr(): DestinationStream {
  const stderr = pino.destination({ fd: 2, sync: true, maxLength: MOST_WAITING });
  // An error that nobody hears would end the process, and votes matter more than lines about them.
  stderr.on("error", () => {});
  return stderr;
}
