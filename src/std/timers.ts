/** Calling back later, so that tests can hold time still. */
export interface Timers {
  /** Calls `callback` once, `delayMs` from now; what is returned takes the call back. Any length of delay is allowed. */
  after(delayMs: number, callback: () => void): () => void;
}

/** `setTimeout` fires at once beyond this many milliseconds (about 24 days). */
const LONGEST_MS = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after(delayMs, callback) {
    let left = Math.max(0, delayMs);
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const step = Math.min(left, LONGEST_MS);
      left -= step;
      timer = setTimeout(() => {
        if (left > 0) arm();
        else callback();
      }, step);
    };
    arm();
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs`, or at once when `signal` is or becomes aborted; never rejects. */
export function sleep(timers: Timers, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const cancel = timers.after(delayMs, () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    });
    const stop = (): void => {
      cancel();
      resolve();
    };
    signal?.addEventListener("abort", stop, { once: true });
  });
}
