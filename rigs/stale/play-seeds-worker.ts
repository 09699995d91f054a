// One lane of the rig: plays the seeds that it is sent, one at a time. Chance and the monotonic clock are its own.
import { parentPort } from "node:worker_threads";
import { playSeed } from "./play-seeds.ts";

parentPort?.on("message", (seed: number) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  void playSeed(seed).then((outcome) => parentPort?.postMessage(outcome));
});
