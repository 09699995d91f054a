import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { makeFolder } from "../../test/kit/make-folder.ts";
import { completeSettings, readConfiguration, readSettings } from "./read-settings.ts";
import type { Settings } from "./settings.ts";

const GIVEN = ["--auth", "open", "--base-url", "https://approvals.example.com/", "--key-file", "key"];
const REQUIRED = {
  auth: { modes: ["open"] },
  baseUrl: "https://approvals.example.com",
  keyFile: "key",
} as const;
const SESSION = { idle: "8h", absolute: "24h", fresh: "1h" };
const HEAD = "apiVersion: config.countersign.dev/v1alpha1\nkind: Configuration\n";
const WHOLE = `${HEAD}auth: {modes: [open]}\nbaseUrl: https://approvals.example.com\nkeyFile: /etc/countersign/key\n`;

type Variables = Readonly<Record<string, string>>;

const folder = makeFolder();
let files = 0;

function write(content: string): string {
  const path = join(folder, `${(files += 1)}.yaml`);
  writeFileSync(path, content);
  return path;
}

async function readOk(args: readonly string[], variables: Variables = {}): Promise<Settings> {
  const read = await readSettings(args, variables);
  assert.ok(read.ok, read.ok ? "" : read.error);
  return read.value;
}

async function errorOf(args: readonly string[], variables: Variables = {}): Promise<string> {
  const read = await readSettings(args, variables);
  return read.ok ? "" : read.error;
}

const errorIn = (content: string): Promise<string> => errorOf(["--config", write(content)]);

describe("flags and variables", () => {
  test("the base URL loses its trailing slash, so that links have one", async () => {
    assert.equal((await readOk(GIVEN)).baseUrl, "https://approvals.example.com");
  });

  test("what is not given is what the table says, and may be absent where it says so", async () => {
    assert.deepEqual(await readOk(GIVEN), {
      ...REQUIRED,
      auth: {
        modes: ["open"],
        match: ["name", "email", "group"],
        emailCase: "exact",
        kubernetes: { audiences: ["countersign"], accessReview: false },
        session: SESSION,
        link: { decide: false },
      },
      access: {},
      listen: { host: "0.0.0.0", port: 9000, probePort: 9001 },
      limits: { perPerson: 1_200, perAddress: 3_000, connections: 1_000 },
      leaderElection: true,
      timeZone: "UTC",
      channels: { strict: false, allowPrivate: false },
      pages: {},
      logLevel: "info",
    });
  });

  test("names of parameters that are shown come separated by commas, and in a file as a list", async () => {
    const names = ["issue-key", "cache-key"];
    const variables = { COUNTERSIGN_PAGES_SHOW_PARAMS: "issue-key, cache-key" };
    assert.deepEqual((await readOk(GIVEN, variables)).pages.showParams, names);
    const file = write(`${WHOLE}pages:\n  showParams: [issue-key, cache-key]\n`);
    assert.deepEqual((await readOk(["--config", file])).pages.showParams, names);
  });

  test("who starts without a command line gets the same", async () => {
    assert.deepEqual(await readOk(GIVEN), completeSettings(REQUIRED));
    const listen = { host: "127.0.0.1", port: 0 };
    assert.equal(completeSettings({ ...REQUIRED, listen }).listen.probePort, 9001);
  });

  test("auth, base URL and key file have no default, and each missing one says what to give", async () => {
    const lines = (await errorOf([])).split("\n");
    assert.equal(lines.length, 3);
    assert.match(
      lines[0] ?? "",
      /^--auth \(or COUNTERSIGN_AUTH\): is missing; give one or more of `open` \(alone: people/u,
    );
    assert.match(lines[1] ?? "", /^--base-url \(or COUNTERSIGN_BASE_URL\): is missing; give the address/u);
    assert.match(lines[2] ?? "", /^--key-file \(or COUNTERSIGN_KEY_FILE\): is missing/u);
  });

  test("a variable stands in for a flag, and a flag wins over it", async () => {
    const variables = { COUNTERSIGN_PORT: "9002", COUNTERSIGN_NAMESPACES: "a, b" };
    const settings = await readOk([...GIVEN, "--port", "9080"], variables);
    assert.equal(settings.listen.port, 9080);
    assert.deepEqual(settings.namespaces, ["a", "b"]);
  });

  test("a switch is on or off, or true or false", async () => {
    for (const [word, isOn] of [
      ["on", true],
      ["off", false],
      ["true", true],
      ["false", false],
    ] as const) {
      assert.equal((await readOk([...GIVEN, "--leader-election", word])).leaderElection, isOn);
      assert.equal(
        (await readOk(["--config", write(`${WHOLE}leaderElection: ${word}\n`)])).leaderElection,
        isOn,
      );
    }
  });

  for (const [sentence, args, said] of [
    [
      "open mode beside another",
      ["--auth", "open,kubernetes"],
      /^--auth .*the list names `open` beside another mode, and whoever only says a name/u,
    ],
    ["a mode twice", ["--auth", "kubernetes,kubernetes"], /^--auth .*the list names a mode twice; give/u],
    ["an unknown mode", ["--auth", "none"], /--auth .*"none" is not known/u],
    ["a base URL that is no URL", ["--base-url", "approvals"], /--base-url .*"approvals" is not an http or/u],
    ["a base URL with a query", ["--base-url", "http://a/?b=c"], /has a query or a fragment/u],
    ["a base URL with a path", ["--base-url", "http://a/approvals"], /has a path/u],
    ["a base URL with a user", ["--base-url", "http://me@a/"], /has a user/u],
    ["a port that is no number", ["--port", "http"], /--port .*"http" is not a number; give the port/u],
    ["a port out of range", ["--port", "70000"], /70000 is over 65535/u],
    ["a port below all", ["--port=-1"], /-1 is below 0/u],
    ["a limit too low for pages", ["--limit-per-person", "59"], /^--limit-per-person .*59 is below 60/u],
    ["one port for both", ["--port", "8080", "--probe-port", "8080"], /^--port .*share a port.* 8080$/u],
    ["a port that probes have", ["--port", "9001"], /^--port .*share a port/u],
    ["a probe port that pages have", ["--probe-port", "9000"], /^--probe-port .*share a port/u],
    [
      "a port beside a socket",
      ["--socket", "/s", "--port", "80"],
      /^--port .*listen on \/s \(listen\.socket\)/u,
    ],
    ["a host beside a socket", ["--socket", "/s", "--host", "::1"], /^--host .*leave one of them out$/u],
    ["a socket by a relative path", ["--socket", "run/s"], /^--socket .*"run\/s" is not an absolute path/u],
    ["a socket by too long a path", ["--socket", `/${"s".repeat(107)}`], /^--socket .*more than 107 bytes/u],
    ["a namespace that is none", ["--namespaces", "a,B"], /^--namespaces .*"B" is not a namespace's name/u],
    ["an unknown zone", ["--time-zone", "Mars"], /not a time zone/u],
    ["a switch that is neither", ["--leader-election", "yes"], /"yes" is neither on nor off/u],
    ["an unknown flag", ["--colour", "red"], /^--colour: there is no such flag; `countersign help`/u],
    ["a misspelt flag", ["--prot", "80"], /^--prot: there is no such flag; did you mean --port\?$/u],
  ] as const) {
    test(`${sentence} is refused by name`, async () => {
      assert.match(await errorOf([...GIVEN, ...args]), said);
    });
  }
});

test("a variable that is one letter off is refused, and others with that beginning are let be", async () => {
  for (const [given, meant] of [
    ["COUNTERSIGN_NAMESPACE", "COUNTERSIGN_NAMESPACES"],
    ["COUNTERSIGN_AUHT", "COUNTERSIGN_AUTH"],
    ["COUNTERSIGN_BASEURL", "COUNTERSIGN_BASE_URL"],
  ] as const) {
    const said = await readSettings(GIVEN, { [given]: "x" });
    assert.equal(said.ok ? "" : said.error, `${given}: there is no such variable; did you mean ${meant}?`);
    assert.ok((await readSettings(GIVEN, { [given]: "" })).ok);
  }
  // What Kubernetes sets for a Service of our name, and what is somebody else's.
  const others = ["SERVICE_HOST", "SERVICE_PORT", "SERVICE_PORT_HTTP", "PORT_80_TCP", "VERSION", "TOKEN"];
  const environment = Object.fromEntries(others.map((name) => [`COUNTERSIGN_${name}`, "x"]));
  assert.ok((await readSettings(GIVEN, environment)).ok);
});

test("a socket stands in place of host and port, and probes have an address of their own", async () => {
  const { listen } = await readOk([...GIVEN, "--socket", "/run/s", "--probe-host", "127.0.0.1"]);
  assert.deepEqual(
    { socket: listen.socket, probeHost: listen.probeHost },
    { socket: "/run/s", probeHost: "127.0.0.1" },
  );
  const path = write(`${WHOLE}listen: {socket: /run/s}\n`);
  assert.equal((await readOk(["--config", path])).listen.socket, "/run/s");
});

describe("the file", () => {
  test("says every setting", async () => {
    const kubernetes =
      "[kubernetes, link], match: [email], emailCase: fold, kubernetes: {audiences: [mine], accessReview: on}, link: {decide: on, lifetime: 12h}";
    const content = `${WHOLE.replace("[open]", kubernetes)}kubeconfig: /kubeconfig
namespaces: [ci, "on"]
listen: {host: 127.0.0.1, port: 8080, probePort: 8081}
limits: {perPerson: 600, perAddress: 900, connections: 50, forwardedBy: [10.1.0.7]}
leaderElection: false
clusterName: yes
timeZone: Europe/Warsaw
access:
  admins: {groups: [platform]}
  cancel: {users: [ines]}
  view: [{groups: [dev], namespaces: ["team-*"]}]
channels: {strict: on, allowPrivate: on}
pages: {showParams: [issue-key]}
logLevel: debug
`;
    assert.deepEqual(await readOk(["--config", write(content)]), {
      auth: {
        modes: ["kubernetes", "link"],
        match: ["email"],
        emailCase: "fold",
        kubernetes: { audiences: ["mine"], accessReview: true },
        session: SESSION,
        link: { decide: true, lifetime: "12h" },
      },
      baseUrl: "https://approvals.example.com",
      keyFile: "/etc/countersign/key",
      kubeconfig: "/kubeconfig",
      namespaces: ["ci", "on"],
      listen: { host: "127.0.0.1", port: 8080, probePort: 8081 },
      limits: { perPerson: 600, perAddress: 900, connections: 50, forwardedBy: ["10.1.0.7"] },
      leaderElection: false,
      clusterName: "yes",
      timeZone: "Europe/Warsaw",
      access: {
        admins: { groups: ["platform"] },
        cancel: { users: ["ines"] },
        view: [{ groups: ["dev"], namespaces: ["team-*"] }],
      },
      channels: { strict: true, allowPrivate: true },
      pages: { showParams: ["issue-key"] },
      logLevel: "debug",
    });
  });

  test("is found by a variable too, and is overridden by variables, and they by flags", async () => {
    const path = write(`${WHOLE}listen: {host: "::1", port: 1, probePort: 2}\n`);
    const variables = { COUNTERSIGN_CONFIG: path, COUNTERSIGN_PORT: "3", COUNTERSIGN_PROBE_PORT: "4" };
    const settings = await readOk(["--probe-port", "5"], variables);
    assert.deepEqual(settings.listen, { host: "::1", port: 3, probePort: 5 });
  });

  test("may leave to a flag what must be given, `--auth open` being `auth.modes: [open]`", async () => {
    const settings = await readOk(["--auth", "open", "--config", write(WHOLE.replace(/^auth.*\n/mu, ""))]);
    assert.deepEqual(settings.auth.modes, ["open"]);
  });

  test("is told every mistake at once, with path, place, and what to give", async () => {
    const path = write(`${HEAD}baseURL: https://a.example
auth: {modes: [none]}
listen:
  port: http
  prot: 80
keyFile:
namespaces: [ci, B]
`);
    const lines = (await errorOf(["--config", path, "--log-level", "loud"])).split("\n");
    const at = (line: number, column: number): string => `(${path}, line ${line}, column ${column})`;
    const [modes = "", , keyFile, ...others] = lines;
    assert.ok(modes.startsWith('auth.modes[0]: "none" is not known; give one or more of'), modes);
    assert.ok(modes.endsWith(at(4, 16)), modes);
    assert.match(lines[1] ?? "", /^baseUrl: is missing; give the address people open/u);
    assert.match(keyFile ?? "", /^keyFile: has no value; give a file with a random key on each line/u);
    assert.doesNotMatch(keyFile ?? "", /leave the key out/u);
    assert.match(others[0] ?? "", /^namespaces\[1\]: "B" is not a namespace's name; give the namespaces/u);
    assert.equal(
      others[1],
      `listen.port: "http" is not a number; give the port to listen on; 9000 when absent ${at(6, 3)}`,
    );
    assert.equal(others[2], `listen.prot: there is no such key; did you mean listen.port? ${at(7, 3)}`);
    assert.match(others[3] ?? "", /^--log-level \(or COUNTERSIGN_LOG_LEVEL\): "loud" is not known/u);
    assert.equal(others[4], `baseURL: there is no such key; did you mean baseUrl? ${at(3, 1)}`);
    assert.equal(others.length, 5);
  });

  for (const [sentence, addition, said] of [
    [
      "a key that belongs elsewhere",
      "port: 80",
      /^port: there is no such key here; did you mean listen\.port\?/u,
    ],
    ["a key like no other", "x: 1", /^x: there is no such key; there are apiVersion, kind, auth, /u],
    ["a key of JavaScript's", "__proto__: {x: 1}", /^__proto__: there is no such key/u],
    ["a merge", "<<: {x: 1}", /^"<<": there is no such key/u],
    [
      "no value where none would mean all",
      "namespaces:",
      /^namespaces: has no value; .* or leave the key out/u,
    ],
    ["an empty list of namespaces", "namespaces: []", /^namespaces: the list is empty/u],
    ["a number for text", "clusterName: 7", /^clusterName: 7 is not text \(put it in quotes\)/u],
    ["text for a number", 'listen: {port: "80"}', /^listen\.port: "80" is text, not a number \(leave the/u],
    ["a fraction", "listen: {port: 80.5}", /^listen\.port: 80\.5 is not a whole number/u],
    ["a number in another notation", "listen: {port: 0x50}", /^listen\.port: 0x50 is a number in another/u],
    ["a number that is octal elsewhere", "listen: {port: 0080}", /^listen\.port: 0080 is a number in/u],
    ["text for a map", "listen: 80", /^listen: 80 is not a map; give host, port, probePort/u],
    ["a yes that is no switch", "leaderElection: yes", /^leaderElection: "yes" is neither on nor off/u],
    [
      "that everybody is believed from where they come",
      'limits: {forwardedBy: ["0.0.0.0/0"]}',
      /^limits\.forwardedBy\[0\]: "0\.0\.0\.0\/0" is every address there is/u,
    ],
    ["a key twice", "listen: {port: 1, port: 2}", /^listen\.port: is there more than once; keep one/u],
    ["an admin who is nobody", "access: {admins: {}}", /^access\.admins: the map names nobody; give who/u],
    ["nobody in a list", "access: {cancel: {users: []}}", /^access\.cancel\.users: the list is empty/u],
    [
      "a rule of what to see in open mode",
      "access: {view: [{groups: [dev]}]}",
      /^access\.view: has no effect in mode open, where everybody sees everything; leave it out/u,
    ],
    [
      "no rule of what to see in open mode",
      "access: {view: []}",
      /^access\.view: has no effect in mode open/u,
    ],
    ["one port for both", "listen: {port: 7, probePort: 7}", /^listen\.port: pages and probes cannot share/u],
  ] as const) {
    test(`${sentence} is refused, and nothing else with it`, async () => {
      const error = await errorIn(`${WHOLE}${addition}\n`);
      assert.match(error, said);
      assert.equal(error.split("\n").length, 1, error);
    });
  }

  for (const [sentence, auth, said] of [
    [
      "what is set of a mode that is not named",
      "{modes: [open], kubernetes: {accessReview: on}}",
      /^auth\.kubernetes: has no effect, because auth\.modes does not name kubernetes; add it there, or leave/u,
    ],
    [
      "a vote by links where there are none",
      "{modes: [kubernetes], link: {decide: on}}",
      /^auth\.link: has no effect, because auth\.modes does not name link/u,
    ],
    [
      "addresses alone where nobody has one",
      "{modes: [kubernetes], match: [email]}",
      /^auth\.match: asks people by e-mail address alone, and nobody has one in mode kubernetes; add name or group/u,
    ],
  ] as const) {
    test(`${sentence} is refused`, async () => {
      assert.match(await errorIn(WHOLE.replace("{modes: [open]}", auth)), said);
    });
  }

  test("takes no plain HTTP where cookies or links say who somebody is, but for this machine", async () => {
    const at = (baseUrl: string, auth: string): string =>
      WHOLE.replace("[open]", auth).replace("https://approvals.example.com", baseUrl);
    const oidc = "[oidc], oidc: [{id: a, issuer: https://id.example.com, clientId: b}]";
    for (const [auth, what] of [
      [oidc, "mode `oidc` anybody on the way could take the sessions"],
      ["[kubernetes, link]", "mode `link` anybody on the way could take links"],
    ] as const) {
      const error = await errorIn(at("http://approvals.example.com", auth));
      assert.ok(error.startsWith("baseUrl: http://approvals.example.com is not an https URL"), error);
      assert.ok(error.includes(what), error);
      assert.equal(await errorIn(at("http://localhost:9000", auth)), "");
      assert.equal(await errorIn(at("'http://[::1]:9000'", auth)), "");
    }
    assert.equal(await errorIn(at("http://approvals.example.com", "[open]")), "");
    assert.equal(await errorIn(at("http://approvals.example.com", "[kubernetes]")), "");
  });

  test("lets no link give votes for longer than a day", async () => {
    const withLink = (link: string): string => WHOLE.replace("[open]", `[kubernetes, link], link: ${link}`);
    assert.match(
      await errorIn(withLink("{decide: on, lifetime: 25h}")),
      /^auth\.link\.lifetime: 25h is longer than a link may last that gives a vote; give 24h or less/u,
    );
    for (const link of ["{decide: on, lifetime: 1d}", "{decide: on}", "{lifetime: 7d}"]) {
      assert.equal(await errorIn(withLink(link)), "");
    }
    assert.match(await errorIn(withLink("{lifetime: 72}")), /^auth\.link\.lifetime: 72 is not text/u);
  });

  test("names something that people are asked by", async () => {
    for (const [match, said] of [
      ["[]", /^auth\.match: the list is empty; give what may be named/u],
      ["[mail]", /^auth\.match\[0\]: "mail" is not known; give what may be named/u],
    ] as const) {
      assert.match(await errorIn(WHOLE.replace("[open]", `[open], match: ${match}`)), said);
    }
  });

  test("of another version or kind is refused", async () => {
    const error = await errorIn(WHOLE.replace("v1alpha1", "v9").replace("Configuration", "Deployment"));
    assert.match(error, /^apiVersion: ".*v9" is not known; give config\.countersign\.dev\/v1alpha1/u);
    assert.match(error, /^kind: "Deployment" is not known; give Configuration/mu);
  });
});

test("every setting knows what said it", async () => {
  const path = write(`${WHOLE}listen: {port: 1}\n`);
  const read = await readConfiguration(["--config", path, "--port", "80"], { COUNTERSIGN_HOST: "::1" });
  assert.ok(read.ok);
  const { sourceOf } = read.value;
  assert.deepEqual(
    [["listen", "port"], ["listen", "host"], ["auth", "modes"], ["listen", "probePort"], ["timeZone"]].map(
      sourceOf,
    ),
    ["--port", "COUNTERSIGN_HOST", "line 3, column 8", undefined, undefined],
  );
});
