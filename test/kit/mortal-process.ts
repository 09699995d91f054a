import type { KubeApi } from "../../src/kube/kube-api.ts";
import type { Clock } from "../../src/std/clock.ts";
import type { Timers } from "../../src/std/timers.ts";

const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** What one process sees of the world until it is killed: then its timers stand still, and nothing is answered any more. */
export class MortalProcess {
  #isDead = false;

  kill(): void {
    this.#isDead = true;
  }

  time(time: Clock & Timers): Clock & Timers {
    return {
      now: () => time.now(),
      after: (delayMs, callback) => time.after(delayMs, () => (this.#isDead ? undefined : callback())),
    };
  }

  /** What was asked for is done, whether or not anybody hears of it. */
  api(api: KubeApi): KubeApi {
    const call = <T>(ask: () => Promise<T>): Promise<T> => (this.#isDead ? never() : this.#hear(ask()));
    const isDead = (): boolean => this.#isDead;
    return {
      get: (...asked) => call(() => api.get(...asked)),
      list: (...asked) => call(() => api.list(...asked)),
      create: (...asked) => call(() => api.create(...asked)),
      update: (...asked) => call(() => api.update(...asked)),
      updateStatus: (...asked) => call(() => api.updateStatus(...asked)),
      patch: (...asked) => call(() => api.patch(...asked)),
      delete: (...asked) => call(() => api.delete(...asked)),
      async *watch(...asked) {
        for await (const event of api.watch(...asked)) {
          if (isDead()) return await never();
          yield event as never;
        }
      },
    };
  }

  /** The same for anything else that it waits for. */
  hear<T>(answer: Promise<T>): Promise<T> {
    return this.#hear(answer);
  }

  async #hear<T>(answer: Promise<T>): Promise<T> {
    const heard = await answer;
    return this.#isDead ? await never() : heard;
  }
}
