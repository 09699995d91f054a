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

  it("keeps line breaks as they were typed", () => {
    assert.match(render("one\ntwo"), /one<br>\ntwo/u);
  });

  it("tells other sites nothing when a link is followed, and marks it as leading elsewhere", () => {
    assert.equal(
      render("[notes](https://notes.example/a?b=1&c=2)"),
      '<p><a href="https://notes.example/a?b=1&amp;c=2" rel="noreferrer noopener nofollow">notes <svg class="i" aria-hidden="true"><use href="#i-out" /></svg></a></p>\n',
    );
    assert.match(render("[mail](mailto:ann@example.com)"), /href="mailto:ann@example\.com" rel=/u);
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

  it("shows HTML as text and fetches no image", () => {
    assert.equal(render("<b>x</b>"), "<p>&lt;b&gt;x&lt;/b&gt;</p>\n");
    assert.doesNotMatch(render("![x](https://elsewhere.example/x.png)"), /<img/u);
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
