import { notFound } from "../api-error.ts";
import { type ListPage, listObjects } from "../read/list-objects.ts";
import { selectObjects } from "../read/object-selection.ts";
import { checkWatchQuery, ObjectWatch } from "../read/object-watch.ts";
import { subjectOf } from "../write/write-request.ts";
import { type Answer, answerText } from "./answer.ts";
import type { ResourceExchange } from "./resource-exchange.ts";

/** Answers GET of an object or a collection, and watches of either. */
export function answerRead(exchange: ResourceExchange): Answer {
  const { request, representation } = exchange;
  const { path, query } = request;
  if (["true", "1"].includes(query.get("watch") ?? "")) return openWatch(exchange);
  if (path.name === undefined) return answerText(representation.encodeList(listSelected(exchange)));
  return getObject(exchange, path.name);
}

/** The page of a collection that the request's selectors and paging ask for. */
export function listSelected({ context, request, served }: ResourceExchange): ListPage {
  return listObjects({
    collection: context.store.collection(served.type),
    selection: selectObjects(served.version, request.path.namespace, request.query),
    query: request.query,
    revision: context.store.revision,
  });
}

function getObject({ context, request, served, representation }: ResourceExchange, name: string): Answer {
  const object = context.store.get(served.type, request.path.namespace ?? "", name);
  if (object === undefined) throw notFound(subjectOf(served, name));
  return answerText(representation.encodeObject(object));
}

function openWatch({ context, request, served, representation }: ResourceExchange): Answer {
  const { type, version } = served;
  const { namespace, name } = request.path;
  const query = new URLSearchParams(request.query);
  if (name !== undefined) query.set("fieldSelector", `metadata.name=${name}`);
  const selection = selectObjects(version, namespace, query);
  checkWatchQuery(query);
  return {
    openWatch: (sink) =>
      new ObjectWatch({
        type,
        version,
        collection: context.store.collection(type),
        selection,
        representation,
        query,
        currentRevision: () => context.store.revision,
        bookmarkIntervalMs: context.bookmarkIntervalMs,
        sink,
      }),
  };
}
