// Requests of every sort: to every route, beside every route, votes that must not count, votes that must, and no requests.
import * as fc from "fast-check";
import { SUITE_AUTH } from "../../../test/kit/suite-auth.ts";
import { brokenRequest } from "./broken-requests.ts";
import { linkCase } from "./link-cases.ts";
import { oddQuery, addressesOf, strangeAddresses } from "./odd-addresses.ts";
import { FORM_TYPE, oddBody, oddType } from "./odd-bodies.ts";
import { describeBody, HOST, oddHeaders } from "./odd-headers.ts";
import type { RequestCase } from "./request-case.ts";
import type { Door, Route } from "./routes.ts";
import { SIGNED_IN } from "./signed-in.ts";
import { API_VOTE, cancellations, formVote, goodVotes, spoiledVotes } from "./votes.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] as const;

/** Nothing is wrong with it: the way into each route, behind all guards. */
function plainRequest({ door, method, path }: Route): RequestCase {
  const target = path.replace(":namespace", "people").replace(":name", "<<name>>");
  const isForm = method === "POST" && !path.startsWith("/api/");
  return {
    about: `${method} ${path}`,
    door,
    method,
    target,
    headers: [
      HOST,
      ["Cookie", "<<cookie>>"],
      ...SIGNED_IN.headers,
      ...(isForm ? describeBody(FORM_TYPE) : []),
    ],
    body: isForm ? "token=<<token>>&user=mallory&groups=&next=/" : "",
    vote: "never",
  };
}

/** To a route, with whatever goes along. */
function oddRequest(route: Route): fc.Arbitrary<RequestCase> {
  return fc
    .record({ path: addressesOf(route), query: oddQuery, headers: oddHeaders, type: oddType, body: oddBody })
    .map(({ path, query, headers, type, body }) => {
      const carries = route.method !== "GET";
      return {
        about: `odd ${route.method} ${route.path}`,
        door: route.door,
        method: route.method,
        target: path + query,
        headers: [HOST, ...headers, ...(carries ? describeBody(type) : [])],
        body: carries ? body : "",
        vote: "never" as const,
      };
    });
}

function strangeRequest(routes: readonly Route[]): fc.Arbitrary<RequestCase> {
  return fc
    .record({
      door: fc.constantFrom<Door[]>("pages", "pages", "pages", "probes"),
      method: fc.constantFrom(...METHODS),
      path: strangeAddresses(routes),
      query: oddQuery,
      headers: oddHeaders,
      type: oddType,
      body: oddBody,
    })
    .map(({ door, method, path, query, headers, type, body }) => ({
      about: "a strange address",
      door,
      method,
      target: path + query,
      headers: [HOST, ...headers, ...describeBody(type)],
      body,
      vote: "never" as const,
      // Some of these are no request targets.
      isBroken: true,
    }));
}

/** The way into each route, once each: votes and cancellations where they are taken. */
export function plainRequests(routes: readonly Route[], hidden: readonly string[]): readonly RequestCase[] {
  const writes = [formVote(hidden), API_VOTE, ...cancellations(hidden)];
  const isWrite = ({ method, path }: Route): boolean =>
    path.endsWith("/votes") || (method === "POST" && path.endsWith("/cancel"));
  return [...routes.filter((route) => !isWrite(route)).map(plainRequest), ...writes];
}

/** `hidden`: the names of the hidden fields of the vote's form. */
export function requestCase(routes: readonly Route[], hidden: readonly string[]): fc.Arbitrary<RequestCase> {
  return fc.oneof(
    { weight: 40, arbitrary: fc.oneof(...routes.map(oddRequest)) },
    { weight: 20, arbitrary: strangeRequest(routes) },
    { weight: 26, arbitrary: spoiledVotes(hidden) },
    { weight: 4, arbitrary: goodVotes(hidden) },
    { weight: 9, arbitrary: brokenRequest },
    ...(SUITE_AUTH === "open" ? [] : [{ weight: 9, arbitrary: linkCase }]),
    { weight: 1, arbitrary: brokenRequest.map((request) => ({ ...request, door: "probes" as const })) },
  );
}
