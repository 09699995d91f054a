import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { renderMarkdown } from "./markdown.ts";

const render = (text: string): string => renderMarkdown(text).toString();

describe("the author's Markdown", () => {
  it("has what a request needs: emphasis, lists, code, tables, links", () => {
    assert.match(render("**2.14.0** and *more*"), /<strong>2\.14\.0<\/strong> and <em>more<\/em>/u);
    assert.match(render("- a\n- b"), /<ul>\s*<li>a<\/li>\s*<li>b<\/li>\s*<\/ul>/u);
    assert.match(render("`helm rollback`"), /<code>helm rollback<\/code>/u);
    assert.match(render("| a |\n|---|\n| b |"), /<th>a<\/th>[\s\S]*<td>b<\/td>/u);
  });

  it("fills lines up, however they were typed, and breaks them where that is asked for", () => {
    assert.equal(
      render("A sentence goes\non here.  \nAnother one.\\\nA third."),
      "<p>A sentence goes\non here.<br>\nAnother one.<br>\nA third.</p>\n",
    );
  });

  it("aligns columns by classes, because the policy of the page forbids styles", () => {
    const table = render("| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |");
    assert.match(
      table,
      /<th class="left">a<\/th>\n<th class="center">b<\/th>\n<th class="right">c<\/th>\n<th>d/u,
    );
    assert.match(
      table,
      /<td class="left">1<\/td>\n<td class="center">2<\/td>\n<td class="right">3<\/td>\n<td>4/u,
    );
    assert.doesNotMatch(table, /style/u);
  });

  it("has no head for a column without a name", () => {
    assert.match(render("| | b |\n|---|---|\n| 1 | 2 |"), /<td><\/td>\n<th>b<\/th>/u);
  });

  it("lets wide tables and code be scrolled by keyboard, each by a name of its own", () => {
    const attributes = (name: string): string =>
      `class="scroll" tabindex="0" role="region" aria-label="${name}"`;
    const code = (name: string, text: string): string =>
      `<pre ${attributes(name)}><code>${text}\n</code></pre>\n`;
    assert.equal(
      render("```sh\nls <x>\n```\n\n    ls"),
      code("Code 1", "ls &lt;x&gt;") + code("Code 2", "ls"),
    );
    const tables = render("| a |\n|---|\n\n| b |\n|---|");
    assert.match(tables, new RegExp(`^<div ${attributes("Table 1")}><table>[^]*?</table></div>\n<div`, "u"));
    assert.match(tables, new RegExp(`<div ${attributes("Table 2")}><table>[^]*?</table></div>\n$`, "u"));
  });

  it("tells other sites nothing when a link is followed, and marks it as leading elsewhere", () => {
    assert.equal(
      render("[notes](https://notes.example/a?b=1&c=2)"),
      '<p><a href="https://notes.example/a?b=1&amp;c=2" rel="noreferrer noopener nofollow">notes <svg class="i" aria-hidden="true"><use href="#i-out" /></svg></a></p>\n',
    );
    assert.match(render("[mail](mailto:ann@example.com)"), /href="mailto:ann@example\.com" rel=/u);
  });

  it("makes links of bare addresses, of http and https alone, and by no other rules", () => {
    const [link = "", after] = render("See https://notes.example/a?b=1&c=2, or ask.").split("</a>");
    assert.match(
      link,
      /^<p>See <a href="https:\/\/notes\.example\/a\?b=1&amp;c=2" rel="noreferrer noopener nofollow">https:\/\/notes\.example\/a\?b=1&amp;c=2 </u,
    );
    assert.equal(after, ", or ask.</p>\n");
    assert.match(render("http://notes.example"), /<a href="http:\/\/notes\.example" rel=/u);
    for (const text of [
      "notes.example",
      "www.notes.example",
      "ann@notes.example",
      "mailto:ann@notes.example",
      "ftp://notes.example",
      "//notes.example",
      "javascript:alert(1)",
      "javascript://notes.example/%0Aalert(1)",
    ]) {
      assert.equal(render(text), `<p>${text}</p>\n`);
    }
  });

  it("shows an address as it is written, which decoded could look like another", () => {
    assert.match(render("https://xn--80ak6aa92e.com/%2e"), />https:\/\/xn--80ak6aa92e\.com\/%2e </u);
  });

  it("leaves links of other schemes, and into this site, as text", () => {
    for (const target of [
      "javascript:alert(1)",
      "data:text/html,x",
      "ftp://x",
      "/identity",
      "//x.example",
      "#vote",
      "x",
    ]) {
      assert.doesNotMatch(render(`[x](${target})`), /<a /u, target);
    }
  });

  it("shows HTML as text", () => {
    assert.equal(render("<b>x</b>"), "<p>&lt;b&gt;x&lt;/b&gt;</p>\n");
  });

  it("fetches no image: it is a link by its text, and within a link its text alone", () => {
    const link = (href: string, text: string): string =>
      `<a href="${href}" rel="noreferrer noopener nofollow">${text} <svg class="i" aria-hidden="true"><use href="#i-out" /></svg></a>`;
    for (const [text, shown] of [
      ["![the *new* form](https://x.example/f.png)", link("https://x.example/f.png", "the new form (image)")],
      ["![](https://x.example/f.png)", link("https://x.example/f.png", "image")],
      ["[![build](https://x.example/b.svg)](https://x.example)", link("https://x.example", "build (image)")],
      ["![<b>](https://x.example/f.png)", link("https://x.example/f.png", "&lt;b&gt; (image)")],
    ] as const) {
      assert.equal(render(text), `<p>${shown}</p>\n`);
    }
  });

  it("shows the text alone of an image whose address may be no link", () => {
    for (const target of [
      "docs/form.png",
      "/form.png",
      "//x.example/form.png",
      "<my form.png>",
      'form.png "Our form"',
      "form.png (Our form)",
      `data:image/png;base64,${"iVBORw0KGgo".repeat(200)}`,
      "javascript:alert(1)",
      " form.png ",
      "",
    ]) {
      assert.equal(render(`See ![the *new* form](${target}).`), "<p>See the new form (image).</p>\n", target);
    }
    assert.equal(render("![](form.png)"), "<p>image</p>\n");
    assert.equal(render("![<b>](form.png)"), "<p>&lt;b&gt; (image)</p>\n");
    assert.match(
      render("[![build](b.svg)](https://x.example)"),
      /^<p><a href="https:\/\/x\.example" rel="[a-z ]+">build \(image\) /u,
    );
    assert.match(
      render("![a](x.png) and ![b](https://x.example/b.png)"),
      /^<p>a \(image\) and <a .*>b \(image\) /u,
    );
    for (const text of ["![a](x.png", "![a](x.png y)", "![a] (x.png)", "![a", "!a"]) {
      assert.equal(render(text), `<p>${text}</p>\n`, "no image");
    }
  });

  it("has headings below those of the page", () => {
    assert.equal(render("# Title\n\n## Part"), "<h3>Title</h3>\n<h3>Part</h3>\n");
  });

  it("leaves tables that could have ten thousand cells as text", () => {
    const small = "|a|b|\n|-|-|\n|1|2|";
    assert.match(render(small), /<td>1<\/td>/u);
    const wide = `${"|a".repeat(500)}\n${"|-".repeat(500)}\n${"|\n".repeat(500)}`;
    assert.doesNotMatch(render(wide), /<table/u);
  });

  it("leaves images as text where there are dozens", () => {
    const image = "![x](https://x.example/f.png) ";
    assert.match(render(image.repeat(19)), />x \(image\) /u);
    assert.doesNotMatch(render(image.repeat(40)), /\(image\)|<img/u);
    assert.doesNotMatch(render("![x](f.png) ".repeat(40)), /\(image\)/u);
  });

  it("takes the longest description in a moment, however it is made", () => {
    for (const text of [
      "*".repeat(16_384),
      "[".repeat(16_384),
      "`".repeat(16_384),
      "> ".repeat(8_192),
      "_a*".repeat(5_000),
    ]) {
      const started = performance.now();
      assert.ok(render(text).length > 0);
      assert.ok(performance.now() - started < 2_000, text.slice(0, 3));
    }
  });
});
