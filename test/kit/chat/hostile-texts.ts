// Texts that would be a link, a mention or another message where a chat's format is not kept in mind.
import { XSS_PAYLOADS } from "../web/xss-payloads.ts";

const FRAGMENTS = [
  "<!channel>",
  "<!here|here>",
  "<!everyone>",
  "<!subteam^S0123|@ops>",
  "<!date^1392734382^{date}^https://evil.example/|now>",
  "<@U0123ABCD>",
  "<@U0123ABCD|mary>",
  "<#C0123ABCD|general>",
  "<https://evil.example/|Review>",
  "<mailto:evil@evil.example|mail>",
  "@channel @here @everyone",
  "&lt;!channel&gt;",
  "&amp;lt;!channel&amp;gt;",
  "<",
  ">",
  "&",
  "*bold* _it_ ~no~ `code` ```block```",
  "> quote",
  ":tada: :+1::skin-tone-6:",
  "[Review](https://evil.example/)",
  "![x](https://evil.example/x.png)",
  "[Review]: https://evil.example/ 'x'\n\n[Review]",
  "[a][b] [b]:https://evil.example/",
  "<https://evil.example/>",
  "https://evil.example/approve",
  "<at>mary</at>",
  "<at id='0'>mary</at>",
  "{{DATE(2017-02-14T06:08:39Z, SHORT)}}",
  "{{{DATE(2017-02-14T06:08:39Z)}}}",
  "${$root.secret} @{triggerBody()} @{variables('x')}",
  '"}],"actions":[{"type":"Action.OpenUrl","url":"https://evil.example/"}]',
  '", "blocks": [], "text": "<!channel>',
  "\\n\\u003c!channel\\u003e \\",
  "\n\nUntil: never\n",
  "\r\nContent-Type: text/html\r\n\r\n",
  "\u2028\u2029\u202Egnp.exe\u202C",
  "\u0000\u0008\u001B[31m",
  "# Heading\n- [ ] task\n1. one",
  "|a|b|\n|-|-|\n|[x](https://evil.example/)|y|",
  '"msteams":{"entities":[{"type":"mention","text":"<at>mary</at>","mentioned":{"id":"mary"}}]}',
  "<a href='https://evil.example/'>Review</a>",
  "<table><tr><td>",
  "é\u0301\u0301\u0301 👩‍👩‍👧 \uD800",
] as const;

const LONG = [
  "x".repeat(16_384),
  "&".repeat(4_000),
  "<!channel>".repeat(1_600),
  "]".repeat(16_384),
  "{".repeat(16_384),
  '"'.repeat(16_384),
  "部署".repeat(8_000),
  "😀".repeat(16_384),
];

/** `count` different ones: each fragment alone, then pairs of them, then what harms pages. */
export function listHostileTexts(count: number): readonly string[] {
  const pairs = FRAGMENTS.flatMap((first, index) =>
    // Pairs that are a different distance apart each, so that a part of the list has all kinds in it.
    FRAGMENTS.map((_, distance) => `${first} ${FRAGMENTS[(index + distance) % FRAGMENTS.length] ?? ""}`),
  );
  const step = 97;
  const shuffled = pairs.map((_, index) => pairs[(index * step) % pairs.length] ?? "");
  return [...FRAGMENTS, ...LONG, ...XSS_PAYLOADS.slice(0, 200), ...shuffled].slice(0, count);
}
