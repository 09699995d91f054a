// Loaded before the product (`node --import`), which knows nothing of it: tells the rig how long the event loop was silent.

/** What the rig is told over IPC, for each silence worth a word. */
export interface Silence {
  /** From one beat to the next. Other processes may have had the processor in it. */
  readonly silentMs: number;
  /** Of that, the time that the main thread itself used: what the product did without letting anything else happen. */
  readonly busyMs: number;
  /** When it was over, in milliseconds since the epoch. */
  readonly endedMs: number;
}

const BEAT_MS = 10;
const TOLD_FROM_MS = 25;

let beatMs = performance.now();
let used = process.threadCpuUsage();

function beat(): void {
  const nowMs = performance.now();
  const { user, system } = process.threadCpuUsage(used);
  const silence: Silence = {
    silentMs: nowMs - beatMs,
    busyMs: (user + system) / 1000,
    endedMs: Date.now(),
  };
  if (silence.busyMs >= TOLD_FROM_MS) process.send?.(silence);
  beatMs = nowMs;
  used = process.threadCpuUsage();
}

setInterval(beat, BEAT_MS).unref();
// The rig is gone, however it ended.
process.once("disconnect", () => process.exit());
