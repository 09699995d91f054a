/** What a step has written so far, standard output and error in the order they came. */
export interface StepOutput {
  readonly text: string;
  /** True when the beginning was thrown away because there was too much. */
  readonly truncated: boolean;
}

/** The port through which the demo's page reads what steps print. */
export interface StepOutputs {
  /** Undefined when that step has not begun, or its TaskRun is gone. */
  get(namespace: string, taskRun: string, step: string): StepOutput | undefined;
}

/** Bytes kept of one step. */
const LIMIT = 64 * 1024;

/** The end of what was written to it, at most so many bytes. */
export class OutputTail {
  #chunks: readonly Buffer[] = [];
  #size = 0;
  #truncated = false;

  append(chunk: Buffer): void {
    const kept = [...this.#chunks, chunk];
    this.#size += chunk.length;
    while (this.#size > LIMIT) {
      const first = kept.shift() ?? chunk;
      const rest = first.subarray(Math.min(first.length, this.#size - LIMIT));
      this.#size -= first.length - rest.length;
      this.#truncated = true;
      if (rest.length > 0) kept.unshift(rest);
    }
    this.#chunks = kept;
  }

  read(): StepOutput {
    const text = Buffer.concat([...this.#chunks]).toString("utf8");
    // A character that was cut in two at the front is dropped.
    return { text: this.#truncated ? text.replace(/^\uFFFD+/u, "") : text, truncated: this.#truncated };
  }
}

/** Keeps the end of the output of each step, in memory, until its TaskRun goes. */
export class OutputStore implements StepOutputs {
  readonly #tails = new Map<string, Map<string, OutputTail>>();

  get(namespace: string, taskRun: string, step: string): StepOutput | undefined {
    return this.#tails.get(`${namespace}/${taskRun}`)?.get(step)?.read();
  }

  /** A new tail for a step; what was there of that name is forgotten. */
  open(namespace: string, taskRun: string, step: string): OutputTail {
    const key = `${namespace}/${taskRun}`;
    const tails = this.#tails.get(key) ?? new Map<string, OutputTail>();
    const tail = new OutputTail();
    this.#tails.set(key, tails.set(step, tail));
    return tail;
  }

  forget(namespace: string, taskRun: string): void {
    this.#tails.delete(`${namespace}/${taskRun}`);
  }
}
