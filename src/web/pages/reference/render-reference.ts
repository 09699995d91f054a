import { html } from "hono/html";
import type { Html } from "../../components/html.ts";
import type { Page } from "../../components/layout.ts";
import { PROBLEMS } from "../../problems/http-problem.ts";

/** As much of OpenAPI 3.1 as the page shows. */
export interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly summary?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly parameters?: readonly Parameter[];
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Operations with their parameters and answers, then the problems that `type` of an error leads to. */
export function renderReference({ paths, components }: OpenApiDocument): Page {
  const schemas = components?.schemas ?? {};
  const operations = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      renderOperation(method, path, { ...operation, body: fieldsOfBody(operation, schemas) }),
    ),
  );
  const body = html`<div class="head">
<div>
<h1>API</h1>
<p class="mut">The same in full, for programs: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p></div></div>
<div class="stack">
${operations}
${renderProblems()}
</div>`;
  return { title: "API", body };
}

/** What a JSON body may hold, as if it were parameters. */
function fieldsOfBody(
  { requestBody }: Operation,
  schemas: Readonly<Record<string, Schema>>,
): readonly Parameter[] {
  const schema = requestBody?.content["application/json"]?.schema;
  const named = schemas[schema?.$ref?.split("/").at(-1) ?? ""] ?? schema;
  return Object.entries(named?.properties ?? {}).map(([name, field]) => ({
    name,
    in: "body",
    schema: field,
  }));
}

function renderOperation(
  method: string,
  path: string,
  operation: Operation & { readonly body: readonly Parameter[] },
): Html {
  const id = `${method}-${path.replaceAll(/\W+/gu, "-")}`;
  const { parameters = [], responses = {}, body } = operation;
  return html`<section class="panel" aria-labelledby="${id}">
<div class="bar">
<h2 id="${id}">${operation.summary ?? path}</h2><code>${method.toUpperCase()} ${path}</code></div>
<div class="two">
<table class="kv"><caption>Parameters</caption><tbody>${[...parameters, ...body].map(renderParameter)}</tbody></table>
<table class="kv"><caption>Answers</caption><tbody>${Object.entries(responses).map(
    ([status, { description = "" }]) =>
      html`<tr><th scope="row"><code>${status}</code></th><td>${renderDescription(description)}</td></tr>`,
  )}</tbody></table>
</div>
</section>`;
}

function renderParameter({ name, in: place, schema }: Parameter): Html {
  const values = schema?.enum?.join(", ");
  const description = renderDescription(schema?.description ?? `In the ${place}.`);
  return html`<tr><th scope="row"><code>${name}</code></th><td>${description}${values !== undefined && html`<small>${values}</small>`}</td></tr>`;
}

/** A sentence of the description; what stands between backticks is code. */
function renderDescription(text: string): Html {
  const parts = text.split("`");
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function renderProblems(): Html {
  return html`<section class="panel" aria-labelledby="problems">
<div class="bar">
<h2 id="problems">Problems</h2>
<p class="mut">Errors are documents of RFC 9457; <code>type</code> leads here, <code>detail</code> says what was tried, why it failed and what to do.</p></div>
<table class="kv"><caption class="vh">Kinds of problems</caption><tbody>${Object.entries(PROBLEMS).map(
    ([kind, { status, title }]) =>
      html`<tr id="${kind}"><th scope="row"><code>${status}</code> ${kind}</th><td>${title}</td></tr>`,
  )}</tbody></table>
</section>`;
}
