import type { Logger } from "./logger.ts";

/** The first signal ends the work in order, and then the process; a second one ends the process at once. */
export function stopOnSignal(stop: () => Promise<void>, logger: Logger): void {
  const onSignal = (): void => {
    stop().then(
      () => process.exit(0),
      (err: unknown) => {
        logger.error({ err }, "Could not stop cleanly.");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, onSignal);
}
