// What templates of Automatiko use of Qute: each construct is rendered, or refused with what to write instead.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { compileTemplates } from "../compile-templates.ts";
import type { Shape } from "./qute-shape.ts";
import { translateQute } from "./translate-qute.ts";

const SHAPE: Shape = {
  a: "text",
  b: "text",
  none: "text",
  list: "list",
  empty: "list",
  link: "text",
  inputs: { spec: { pipeline: "text" } },
};
const VALUES = {
  a: "x",
  b: "y",
  none: "",
  list: ["one", "two", "three"],
  empty: "",
  link: "https://approve.example/1",
  pageUrl: "https://approve.example/1",
  inputs: { spec: { pipeline: "<b>pipe</b>" } },
};

function render(qute: string, values: object = VALUES): string {
  const { source, faults } = translateQute(qute, SHAPE);
  assert.deepEqual(faults, []);
  const compiled = compileTemplates(
    [{ file: "x.html", part: "html", source }],
    new Set(Object.keys(SHAPE as object)),
  );
  if (!compiled.ok) throw new Error(compiled.error.map(({ text }) => text).join("\n"));
  return compiled.value.get("x.html")?.(values) ?? "";
}

describe("what is rendered", () => {
  for (const [qute, html] of [
    ["{a}, {b}", "x, y"],
    ["{inputs.spec.pipeline}", "&lt;b&gt;pipe&lt;/b&gt;"],
    ["{inputs['spec'].pipeline}", "&lt;b&gt;pipe&lt;/b&gt;"],
    ['{inputs["spec"]["pipeline"]}', "&lt;b&gt;pipe&lt;/b&gt;"],
    ["{inputs.get('spec').get('pipeline')}", "&lt;b&gt;pipe&lt;/b&gt;"],
    ["{inputs.spec.pipeline.raw} {a.safe}", "&lt;b&gt;pipe&lt;/b&gt; x"],
    ["{list.0} {list[1]} {list.get(2)}", "one two three"],
    ["{list.size} {a.length} {list.orEmpty}", "3 1 one, two, three"],
    ["{none or 'd'}{a or 'd'}", "dx"],
    ["{none ?: 'd'}{a ?: 'd'}", "dx"],
    ["{none.or('d')}{a.or('d')}", "dx"],
    ["{none or b}{none or none or a}", "yx"],
    ['{none or "it\'s"}', "it&#39;s"],
    ["{none or '\"\\'}", "&quot;\\"],
    ["{a ? 'yes' : 'no'}{none ? 'yes' : 'no'}", "yesno"],
    ["{a == 'x' ? b : 'no'}", "y"],
    ["{#if a}1{/if}{#if none}2{/if}{#if empty}3{/if}{#if list}4{/if}", "14"],
    ["{#if none}1{#else if b}2{#else}3{/if}", "2"],
    ["{#if none}1{#else if none}2{#else}3{/}", "3"],
    [
      "{#if a == 'x'}1{/if}{#if a eq 'x'}2{/if}{#if a is 'x'}3{/if}{#if a != 'x'}4{/if}{#if a ne 'x'}5{/if}",
      "123",
    ],
    [
      "{#if list.size gt 2}1{/if}{#if list.size > 3}2{/if}{#if list.size ge 3}3{/if}{#if list.size >= 4}4{/if}",
      "13",
    ],
    [
      "{#if list.size lt 4}1{/if}{#if list.size < 3}2{/if}{#if list.size le 3}3{/if}{#if list.size <= 2}4{/if}",
      "13",
    ],
    [
      "{#if !none}1{/if}{#if !a}2{/if}{#if a && b}3{/if}{#if a and none}4{/if}{#if none || a}5{/if}{#if none or none}6{/if}",
      "135",
    ],
    ["{#if (a && none) || (b && a)}1{/if}{#if a && none || b}2{/if}{#if !(a && none)}3{/if}", "123"],
    ["{#for i in list}{i}{#if i_hasNext}, {/if}{/for}", "one, two, three"],
    [
      "{#for i in list}{i_count}{i_index}{#if i_isFirst}f{/if}{#if i_isLast}l{/if}{#if i_odd}o{/if}{#if i_even}e{/if} {/for}",
      "10fo 21e 32lo ",
    ],
    ["{#each list}{it}{it_count}{#if it_hasNext}, {/if}{/each}", "one1, two2, three3"],
    ["{#for i in empty}{i}{#else}nobody{/for}", "nobody"],
    ["{#for i in list}{#if i == 'two'}{i}{#else if i == 'three'}!{/if}{/for}", "two!"],
    ["{! a comment {a} !}x", "x"],
    ["{| {a} {#if} |}", " {a} {#if} "],
    ["\\{a\\}", "{a}"],
    [
      "<style>p { color: red } @media x { y { z: 1 } }</style>",
      "<style>p { color: red } @media x { y { z: 1 } }</style>",
    ],
    ['{"json": 1} {{x}} {% raw %} { }', '{"json": 1} {{x}} {% raw %} { }'],
    ["{{a}} {{{a}}} { {a}", "{{a}} {{x}} { x"],
    ["{it's}", "{it's}"],
    ["{@String a}{a}", "x"],
    ['<a href="{link}">{a}</a>', '<a href="https://approve.example/1">x</a>'],
    ["<p title='{inputs.spec.pipeline}'>", "<p title='&lt;b&gt;pipe&lt;/b&gt;'>"],
  ] as const) {
    it(qute, () => {
      assert.equal(render(qute), html);
    });
  }
});

describe("what is refused, with the line and what to write", () => {
  for (const [qute, fault] of [
    ["\n{c}", '2: {c}: there is no "c"; did you mean "a"?'],
    ["{inputs.spec.pipelin}", '1: {inputs.spec.pipelin}: there is no "pipelin"; did you mean "pipeline"?'],
    ["{inputs}", "1: {inputs} has parts: write one of them, spec"],
    ["{a.b}", '1: {a.b}: a text has nothing called "b"'],
    ["{#for i in a}{i}{/for}", "1: {a} is not a list"],
    ["{a.toUpperCase()}", "it is {{ title | upcase }}"],
    ["{list.take(2)}", "the method take() is not supported; in a Liquid template"],
    ["{a.frobnicate()}", "the method frobnicate() is not supported"],
    ["{#if list.isEmpty}x{/if}", "`.isEmpty` is written {#if x}…{#else}…{/if}"],
    [
      "{#let x=1}{x}{/let}",
      "{#let} is not supported; in a Liquid template such as request.html.liquid, it is {% assign name = value %}",
    ],
    ["{#set x=1}{x}{/set}", "it is {% assign name = value %}"],
    [
      "{#insert}{/insert}",
      "{#insert} is not supported; in a Liquid template such as request.html.liquid, it is {% render",
    ],
    ["{#with inputs}{spec.pipeline}{/with}", "{#with} is not supported; write the whole paths"],
    [
      "{#when a}{#is 'x'}1{/when}",
      "{#when} is not supported; in a Liquid template such as request.html.liquid, it is {% case name %}",
    ],
    ["{#switch a}{/switch}", "{#switch} is not supported"],
    [
      "{#include base /}",
      '{#include} is not supported; in a Liquid template such as request.html.liquid, it is {% render "_NAME.html.liquid" %}',
    ],
    ["{#fragment x}y{/fragment}", "{#fragment} is not supported; leave the tags out"],
    ["{#custom}{/custom}", "{#custom} is not supported"],
    ["{data:a}", "{data:a} is written {a}"],
    ["{config:secret}", "{config:secret} is not supported: write the value into the template"],
    ["p {color:red}", "in a style sheet, a brace needs a blank after it: { color:red"],
    ["{#if a}x", "1: {#if} is not closed: {/if} is missing"],
    ["x{/if}", "1: {/if} ends nothing that is open"],
    ["{#if a}{/for}", "1: {/for} ends nothing that is open"],
    ["{#else}", "{#else} stands outside {#if} and {#for}"],
    ["{a b}", '"b" cannot follow here'],
    ["{#if a =}x{/if}", 'cannot be read from "=" on'],
    ["{a[b]}", 'a key is a text in quotes or a number, and "b" is neither'],
    ["{#for x}y{/for}", "{#for x} is not supported; write {#for name in inputs.spec.groups}"],
    ["{#if (a}x{/if}", '")" is missing'],
    ["{a ? 'x'}", '":" is missing'],
  ] as const) {
    it(qute, () => {
      const faults = translateQute(qute, SHAPE).faults.map(({ line, text }) => `${line}: ${text}`);
      assert.ok(
        faults.some((found) => found.includes(fault)),
        faults.join("\n"),
      );
    });
  }

  it("with the line, also after comments and tags that go over several", () => {
    const { faults } = translateQute("{! one\ntwo !}\n{#if\na}{/if}\n{nothing}", SHAPE);
    assert.deepEqual(
      faults.map(({ line }) => line),
      [5],
    );
  });
});

interface Condition {
  readonly qute: string;
  readonly value: boolean;
}

/** Conditions of every shape, with what they come to. */
const condition = fc.letrec<{ readonly any: Condition }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(
      { qute: "a", value: true },
      { qute: "none", value: false },
      { qute: "a == 'x'", value: true },
      { qute: "a == 'z'", value: false },
    ),
    tie("any").map(({ qute, value }) => ({ qute: `!(${qute})`, value: !value })),
    fc
      .tuple(tie("any"), tie("any"))
      .map(([one, other]) => ({ qute: `(${one.qute}) && (${other.qute})`, value: one.value && other.value })),
    fc
      .tuple(tie("any"), tie("any"))
      .map(([one, other]) => ({ qute: `(${one.qute}) or (${other.qute})`, value: one.value || other.value })),
  ),
})).any;

it("conditions come to what they say, however they are put together", () => {
  fc.assert(
    fc.property(condition, condition, (one, other) => {
      const said = render(`{#if ${one.qute}}1{#else if ${other.qute}}2{#else}3{/if}`);
      assert.equal(said, one.value ? "1" : other.value ? "2" : "3");
      const mixed = render(
        `{#if ${one.qute} && ${other.qute} || a == 'z'}1{#else}2{/if}`
          .replace(one.qute, `(${one.qute})`)
          .replace(` && ${other.qute} ||`, ` && (${other.qute}) ||`),
      );
      assert.equal(mixed, one.value && other.value ? "1" : "2");
    }),
    { numRuns: 200 },
  );
});

it("text without tags stays as it is, whatever Liquid would make of it", () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from("{%}|-# \n<p>'\"")), maxLength: 30 });
  fc.assert(
    fc.property(text, (given) => {
      const { source, faults } = translateQute(given, SHAPE);
      fc.pre(faults.length === 0 && !/\{[\p{L}\d_#@/]|\{\||\{!|\\/u.test(given));
      const compiled = compileTemplates([{ file: "x.text", part: "text", source }], new Set());
      assert.equal(compiled.ok && compiled.value.get("x.text")?.({}), given);
    }),
  );
});
