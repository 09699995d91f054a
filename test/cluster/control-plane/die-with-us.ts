// Programs that must not outlive this process, however it ends.

/**
 * Becomes the command, and leaves a reader of our pipe beside it: when we die, even by SIGKILL, the pipe closes
 * and the reader kills the group. Node cannot ask the kernel for that.
 */
const SCRIPT = 'exec 3<&0; { read -r _ <&3; kill -s KILL 0; } >/dev/null 2>&1 & exec "$@" 3<&- </dev/null';

/**
 * The file and arguments to `spawn` so that the command ends when this process does. Spawn it `detached`, for a
 * process group of its own, and with a pipe as stdin, which nobody writes to.
 */
export function wrapCommand(name: string, argv: readonly string[]): [file: string, args: string[]] {
  return ["/bin/sh", ["-c", SCRIPT, name, ...argv]];
}

/** Sends `signal` to the process that leads the group and to whatever it started; does nothing when they are gone. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
