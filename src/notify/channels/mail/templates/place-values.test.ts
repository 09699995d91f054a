import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEngine } from "./create-engine.ts";
import { cutTemplate } from "./cut-template.ts";
import { placeValues } from "./place-values.ts";

function place(source: string): { readonly source: string; readonly faults: readonly string[] } {
  const placed = placeValues(cutTemplate(createEngine("html", {}), "x.html.liquid", source));
  return { source: placed.source, faults: placed.faults.map(({ line, text }) => `${line}: ${text}`) };
}

describe("values are written as their place asks", () => {
  for (const [source, placed] of [
    ["<p>{{ title }}</p>", "<p>{{ title }}</p>"],
    ['<p title="{{ title }}, {{ task }}">', '<p title="{{ title }}, {{ task }}">'],
    ["<p title='{{ title }}'>", "<p title='{{ title }}'>"],
    ["<title>{{ title }}</title>", "<title>{{ title }}</title>"],
    ["<!-- {{ title }} -->", "<!-- {{ title }} -->"],
    ['<a href="{{ url }}">', '<a href="{{ url | link }}">'],
    ['<a HREF = " {{- url -}} ">', '<a HREF = " {{- url | link -}} ">'],
    ['<a href="{{ url | link }}">', '<a href="{{ url | link }}">'],
    ['<a href="{{ url }}&x={{ title }}">', '<a href="{{ url | link }}&x={{ title | url_encode }}">'],
    ['<img src="https://x.example/{{ title }}">', '<img src="https://x.example/{{ title | url_encode }}">'],
    [
      '<a href="https://x.example/{{ title | url_encode }}">',
      '<a href="https://x.example/{{ title | url_encode }}">',
    ],
    ["1 < 2 {{ title }}", "1 < 2 {{ title }}"],
    ["{% raw %}<p {{ x }}>{% endraw %}{{ title }}", "{% raw %}<p {{ x }}>{% endraw %}{{ title }}"],
    ['<!--[if mso]><a href="{{ url }}"><![endif]-->', '<!--[if mso]><a href="{{ url | link }}"><![endif]-->'],
    [
      '{% if task %}<b class="a">{% else %}<b>{% endif %}{{ task }}',
      '{% if task %}<b class="a">{% else %}<b>{% endif %}{{ task }}',
    ],
    [
      '<p {% if task %}class="{% if cluster %}a{% else %}b{% endif %}"{% endif %}>',
      '<p {% if task %}class="{% if cluster %}a{% else %}b{% endif %}"{% endif %}>',
    ],
  ] as const) {
    it(source, () => {
      const { source: written, faults } = place(source);
      assert.deepEqual(
        faults.filter((fault) => !fault.includes("is not closed")),
        [],
      );
      assert.equal(written, placed);
    });
  }
});

describe("a value that cannot be written safely is refused", () => {
  for (const [source, fault] of [
    ["<p title={{ title }}>", '1: {{ title }} needs quotes: title="{{ title }}"'],
    ["<p title=a{{ title }}>", "1: the value of title needs quotes, as {{ title }} is in it"],
    ["\n<p {{ title }}>", "2: {{ title }} cannot stand inside a tag"],
    ["1 < {{- title }}>", "1: {{- title }} cannot stand inside a tag"],
    [
      "<p {%- if task -%} title='{{ title }}'{% endif %}>",
      "1: {%- if task -%} stands inside a tag: write it without dashes",
    ],
    [
      '<meta http-equiv="refresh" content="0;url={{ title }}">',
      "1: {{ title }} cannot stand in the attribute content",
    ],
    ["<{{ title }}>", "1: {{ title }} cannot stand inside a tag"],
    ["</{{ title }}>", "1: {{ title }} cannot stand inside a tag"],
    ["<p class='a'{{ title }}>", "1: {{ title }} cannot stand inside a tag"],
    ['<p style="{{ title }}">', "1: {{ title }} cannot stand in the attribute style"],
    ['<p onClick="{{ title }}">', "1: {{ title }} cannot stand in the attribute onclick"],
    ["<style>{{ title }}</style>", "1: {{ title }} cannot stand inside <style>"],
    ["<script>var x = '{{ title }}'</script>", "1: {{ title }} cannot stand inside <script>"],
    ["<noscript>{{ title }}</noscript>", "1: {{ title }} cannot stand inside <noscript>"],
    ['<a href="https://{{ title }}">', "1: {{ title }} would say where a link leads"],
    ['<a href="https://x.example{{ title }}">', "1: {{ title }} would say where a link leads"],
    ['<a href="mailto:{{ title }}">', "1: {{ title }} would say where a link leads"],
    ['<a href="/{{ title }}">', "1: {{ title }} would say where a link leads"],
    ["<a href=\"javascript:f('{{ title }}')\">", "1: {{ title }} would say where a link leads"],
    [
      '<a href="{% if task %}https://x.example/{% endif %}{{ title }}">',
      "1: {% if task %} cannot stand inside a link",
    ],
    [
      '{% if task %}<p title="{% endif %}{{ title }}">',
      "1: what begins in HTML before {% endif %} has to end before it, too",
    ],
    [
      "{% for vote in votes %}<b {% endfor %}>",
      "1: what begins in HTML before {% endfor %} has to end before it, too",
    ],
    ['<p {% render "_x.html.liquid" %}>', '1: {% render "_x.html.liquid" %} can only stand between elements'],
    ['<p title="', "1: a tag, a comment or an element that begins here or earlier is not closed"],
    ["<!-- {{ title }}", "1: a tag, a comment or an element that begins here or earlier is not closed"],
    ["{% comment %}\n\n{% endcomment %}<p {{ title }}>", "3: {{ title }} cannot stand inside a tag"],
  ] as const) {
    it(source, () => {
      const { faults } = place(source);
      assert.ok(
        faults.some((found) => found.startsWith(fault)),
        faults.join("\n"),
      );
    });
  }
});
