import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import { ProcessGroup } from "../cluster/control-plane/process-group.ts";
import { isPortFree } from "../cluster/control-plane/free-ports.ts";
import { until } from "../kit/until.ts";

interface Nginx {
  readonly port: number;
  /** What its file says, which may write into the folder alone. */
  readonly configure: (folder: string) => string;
}

export interface ForwardAuth {
  readonly port: number;
  /** Of oauth2-proxy, which says who somebody is. */
  readonly authPort: number;
  /** Of the product. */
  readonly upstreamPort: number;
  /** What nginx sends on: lines of `auth_request_set` and `proxy_set_header`. */
  readonly passing: readonly string[];
}

/** Runs Debian's nginx as the one before everything, until the test ends. */
export async function startNginx(t: TestContext, { port, configure }: Nginx): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configure(folder));
  const nginx = ProcessGroup.start({
    name: "nginx",
    command: "nginx",
    args: ["-p", folder, "-c", file, "-e", "stderr"],
    env: { PATH: `${process.env["PATH"] ?? ""}:/usr/sbin` },
    logFile: join(folder, "log"),
  });
  t.after(async () => {
    await nginx.stop();
    rmSync(folder, { recursive: true });
  });
  await until("nginx listens", async () => !(await isPortFree(port)), {
    unless: nginx.died.catch((error: unknown) => {
      throw new Error(readFileSync(nginx.logFile, "utf8"), { cause: error });
    }),
  });
}

/** One that asks another who somebody is, and passes that on. */
export function configureForwardAuth(
  folder: string,
  { port, authPort, upstreamPort, passing }: ForwardAuth,
): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `  ${name}_temp_path ${join(folder, name)};`,
  );
  return `daemon off;
pid ${join(folder, "pid")};
error_log stderr warn;
events {}
http {
  access_log off;
${temporary.join("\n")}
  server {
    listen 127.0.0.1:${port};
    location /oauth2/ {
      proxy_pass http://127.0.0.1:${authPort};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Uri $request_uri;
    }
    location = /oauth2/auth {
      internal;
      proxy_pass http://127.0.0.1:${authPort};
      proxy_set_header Host $http_host;
      proxy_set_header Content-Length "";
      proxy_pass_request_body off;
    }
    location @sign_in {
      return 302 /oauth2/start?rd=$request_uri;
    }
    location / {
      auth_request /oauth2/auth;
      error_page 401 = @sign_in;
${passing.map((line) => `      ${line}`).join("\n")}
      proxy_set_header Host $http_host;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_pass http://127.0.0.1:${upstreamPort};
    }
  }
}
`;
}
