import { pino } from "pino";

import type { Logger, LogLevel } from "./logger.ts";

/** Keys whose values never reach a log, however deep they are in an error or a request that somebody logs. */
const SECRET_PATHS = ["token", "authorization", "cookie", "password", "key"].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/** Logs one JSON object a line to stderr, so that stdout stays free for what a command prints. */
export function createJsonLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_PATHS, censor: "***" },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
