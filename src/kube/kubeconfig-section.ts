import { dirname, resolve } from "node:path";

/** A kubeconfig that cannot be used. Says which file and which field; never what a secret field holds. */
export class KubeconfigError extends Error {
  override readonly name = "KubeconfigError";
}

/** One map of a kubeconfig, and where it stands, so that what is wrong can be named. */
export class KubeconfigSection {
  readonly file: string;
  readonly #path: string;
  readonly #values: Readonly<Record<string, unknown>>;

  /** `path` is like `users[0].user`, empty for the whole file. Throws `KubeconfigError` when `values` is no map. */
  constructor(values: unknown, at: { readonly file: string; readonly path: string }) {
    this.file = at.file;
    this.#path = at.path;
    if (!isRecord(values)) {
      throw new KubeconfigError(
        `kubeconfig ${at.file}: ${at.path === "" ? "the file" : at.path} is not a map`,
      );
    }
    this.#values = values;
  }

  /** An absent, empty or null field is not there. */
  has(field: string): boolean {
    const value = this.#values[field];
    return value !== undefined && value !== null && value !== "";
  }

  text(field: string): string | undefined {
    if (!this.has(field)) return undefined;
    const value = this.#values[field];
    if (typeof value !== "string") throw this.problem(field, "is not text; put it in quotes");
    return value;
  }

  required(field: string): string {
    const value = this.text(field);
    if (value === undefined) throw this.problem(field, "is missing");
    return value;
  }

  /** A file's absolute path: a relative one is relative to the kubeconfig. */
  path(field: string): string | undefined {
    const path = this.text(field);
    return path === undefined ? undefined : resolve(dirname(this.file), path);
  }

  /** A PEM text that is written as base64. */
  pem(field: string): string | undefined {
    const data = this.text(field);
    if (data === undefined) return undefined;
    const text = Buffer.from(data, "base64").toString("utf8");
    if (!text.includes("-----BEGIN")) throw this.problem(field, "is not PEM in base64");
    return text;
  }

  flag(field: string): boolean {
    if (!this.has(field)) return false;
    const value = this.#values[field];
    if (typeof value !== "boolean") throw this.problem(field, "is neither true nor false");
    return value;
  }

  texts(field: string): readonly string[] {
    const values = this.#array(field);
    const texts = values.filter((value) => typeof value === "string");
    if (texts.length < values.length) throw this.problem(field, "is not a list of strings");
    return texts;
  }

  section(field: string): KubeconfigSection {
    if (!this.has(field)) throw this.problem(field, "is missing");
    return new KubeconfigSection(this.#values[field], { file: this.file, path: this.#name(field) });
  }

  sections(field: string): readonly KubeconfigSection[] {
    return this.#array(field).map(
      (value, index) =>
        new KubeconfigSection(value, { file: this.file, path: `${this.#name(field)}[${index}]` }),
    );
  }

  /** Throws when the field is there. */
  refuse(field: string, why: string): void {
    if (this.has(field)) throw this.problem(field, `cannot be used: ${why}`);
  }

  problem(field: string, why: string): KubeconfigError {
    return new KubeconfigError(`kubeconfig ${this.file}: ${this.#name(field)} ${why}`);
  }

  #array(field: string): readonly unknown[] {
    if (!this.has(field)) return [];
    const value = this.#values[field];
    if (!Array.isArray(value)) throw this.problem(field, "is not a list");
    return value as readonly unknown[];
  }

  #name(field: string): string {
    return this.#path === "" ? field : `${this.#path}.${field}`;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
