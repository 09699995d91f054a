import type { Logger } from "./logger.ts";

/**
 * The first signal ends the work in order, and then the process; a second one ends the process at once. So does the end of
 * whoever started it with a channel to it: a launcher that is killed cannot hand anything on.
 */
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
  // Absent where there never was a channel.
  const { connected } = process as { readonly connected?: boolean };
  if (connected === false) onSignal();
  if (connected !== true) return;
  process.once("disconnect", onSignal);
  // A listener alone would keep the process alive.
  process.channel?.unref();
}
