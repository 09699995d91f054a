/** Hosts that are not ours, as browsers may come to read them. */
const HOSTS = [
  "evil.example",
  "localhost.evil.example",
  "evil.example:80",
  "localhost@evil.example",
  "localhost:80@evil.example",
  "evil.example%2F@localhost",
  "evil。example",
  "xn--evl-zsa.example",
  "[::ffff:203.0.113.7]",
  "3405803783",
  "0xcb007107",
  "0313.0.0161.7",
];

/** What stands between a scheme, or nothing, and a host, and may or may not be a way there. */
const LEADS = [
  "//",
  "///",
  "////",
  "/\\",
  "\\/",
  "\\\\",
  "\\\\\\",
  "/\\/",
  "//\\",
  "\\//",
  "/%2f",
  "/%5c",
  "%2f%2f",
  "%5c%5c",
  "/%09/",
  "http://",
  "https://",
  "HtTpS://",
  "http:/",
  "https:/",
  "http:",
  "https:",
  "http:\\\\",
  "https:///",
  "ftp://",
  "ws://",
  "//user:pw@",
  "/\t/",
  "\t//",
  " //",
  "/ /",
  "\n//",
  "/\n/",
  "\r\n//",
  "/\r/",
  "\0//",
  "/\0/",
  "\u00a0//",
  "/\u200b/",
  "\u2028//",
  "\ufeff//",
  "//;@",
  "/.//",
  "/..//",
  "/./\\",
  "/;//",
  "/?//",
  "/#//",
  "?//",
  "#//",
  ".//",
  "..//",
  "./\\",
  "/me//",
  "/me/..//",
  "/me/%2e%2e//",
  "/me\\..\\\\",
];

/** What runs, or shows, something in place of an address. */
const SCHEMES = [
  "javascript",
  "JaVaScRiPt",
  "java\tscript",
  " javascript",
  "\u0001javascript",
  "data",
  "vbscript",
  "blob",
  "file",
  "view-source",
  "about",
  "mailto",
  "intent",
];
const PAYLOADS = [
  "alert(1)",
  "//%0aalert(1)",
  "text/html,<script>alert(1)</script>",
  "text/html;base64,PHNjcmlwdD4=",
  "//localhost/%0aalert(1)",
];

/** Headers that a line break could add. */
const BREAKS = ["\r\n", "\n", "\r", "%0d%0a", "%0a", "%E5%98%8A%E5%98%8D", "\u560a\u560d", "\u2028"];
const HEADERS = ["Location: https://evil.example", "Set-Cookie: session=1", "\r\n<script>alert(1)</script>"];

/** At the end of an address of ours, what makes another one of it. */
const ENDS = [
  "?user=eve",
  "?group=admins",
  "#evil",
  "?next=//evil.example",
  "/",
  "//",
  "/..",
  "/%2e%2e/",
  "%",
  "%2",
  "%00",
  "\\",
  "@evil.example",
  ".evil.example",
  ";",
  " ",
  "\t",
  "\n",
  "\u202e",
];

/** More than a thousand of them, to be led nowhere by. @param page an address of ours, whose changes they are */
export function listRedirectTargets(page: string): readonly string[] {
  const elsewhere = HOSTS.flatMap((host) =>
    LEADS.flatMap((lead) => [`${lead}${host}`, `${lead}${host}${page}`]),
  );
  const running = SCHEMES.flatMap((scheme) => PAYLOADS.map((payload) => `${scheme}:${payload}`));
  const broken = BREAKS.flatMap((end) => HEADERS.map((header) => `${page}${end}${header}`));
  const changed = ["/", "/me", page].flatMap((path) => ENDS.map((end) => `${path}${end}`));
  const odd = [
    "",
    " ",
    "evil.example",
    "//",
    "/\\",
    ".",
    "..",
    "null",
    "undefined",
    "/nothing",
    "/assets/app.css",
    "/livez",
    "x".repeat(9_000),
  ];
  return [...new Set([...elsewhere, ...running, ...broken, ...changed, ...odd])];
}
