import { isAbsolute, relative } from "node:path";
import { html } from "hono/html";
import type { Html } from "../../../../src/web/components/html.ts";

export interface Terminal {
  /** Absolute path. */
  readonly kubeconfig: string;
  /** Absolute path of a file with a pipeline run. */
  readonly example: string;
  /** The folder that the demo was started in, where most people type. */
  readonly folder: string;
}

/** Commands to paste: they work as they stand, in the folder that the demo was started in. */
export function renderTerminal(terminal: Terminal): Html {
  const commands = [
    `export KUBECONFIG=${quoteForShell(terminal.kubeconfig)}`,
    `kubectl create -f ${quoteForShell(shortenPath(terminal.example, terminal.folder))}`,
    "kubectl get approvaltasks -w",
  ];
  return html`<section class="panel stack" aria-labelledby="terminal"><h2 id="terminal">From your terminal</h2>
<p>The demo is a Kubernetes API: you can apply your own pipelines to it, too.</p>
<pre tabindex="0" role="region" aria-label="Commands">${commands.join("\n")}</pre></section>`;
}

/** From the folder on when it is in there, else the whole path. */
function shortenPath(file: string, folder: string): string {
  const path = relative(folder, file);
  return path.startsWith("..") || isAbsolute(path) ? file : path;
}

/** For a POSIX shell: as it is when nothing in it means anything there, else in single quotes. */
function quoteForShell(text: string): string {
  return /^[\w./@%+=:,-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
