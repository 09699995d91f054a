// What no client of HTTP would send: lengths that lie, two framings at once, bytes that are no request at all.
import * as fc from "fast-check";
import { oddBody } from "./odd-bodies.ts";
import { HOST } from "./odd-headers.ts";
import type { Header, RequestCase } from "./request-case.ts";

const VOTES = "/api/v1/approvals/people/<<name>>/votes?user=mallory";
const VOTE = '{"decision":"approve"}';

const json: Header = ["Content-Type", "application/json"];

function broken(about: string, change: Partial<RequestCase>): RequestCase {
  return {
    about: `broken: ${about}`,
    method: "POST",
    target: VOTES,
    headers: [HOST, json, ["Content-Length", "<<length>>"]],
    body: VOTE,
    vote: "never",
    isBroken: true,
    ...change,
  };
}

const LENGTHS = [
  "<<length+5>>",
  "<<length-5>>",
  "-1",
  "1e1",
  "0x10",
  "",
  "99999999999999999999",
  "16, 16",
  "+16",
  "<<1*40>>",
];
const CODINGS = [
  "chunked, chunked",
  "gzip",
  "gzip, chunked",
  "identity",
  "Chunked",
  "xchunked",
  "chunked;x=1",
  " chunked",
];
const CHUNKS = [
  `16\r\n${VOTE}\r\n0\r\n\r\n`,
  `<<f*20>>\r\n${VOTE}`,
  `-1\r\n${VOTE}\r\n0\r\n\r\n`,
  `16;<<x*20000>>\r\n${VOTE}\r\n0\r\n\r\n`,
  `16\n${VOTE}\n0\n\n`,
  `zz\r\n${VOTE}`,
  `16\r\n${VOTE}\r\n0\r\nHost: evil.example\r\n\r\n`,
];

const FIXED: readonly RequestCase[] = [
  ...LENGTHS.map((value) =>
    broken(`Content-Length: ${value}`, { headers: [HOST, json, ["Content-Length", value]] }),
  ),
  ...CODINGS.map((value) =>
    broken(`Transfer-Encoding: ${value}`, {
      headers: [HOST, json, ["Transfer-Encoding", value]],
      body: CHUNKS[0] ?? "",
    }),
  ),
  ...CHUNKS.map((body) =>
    broken("chunks", { headers: [HOST, json, ["Transfer-Encoding", "chunked"]], body }),
  ),
  ...CHUNKS.map((body) =>
    broken("both framings", {
      headers: [HOST, json, ["Content-Length", "<<length>>"], ["Transfer-Encoding", "chunked"]],
      body,
    }),
  ),
  broken("two lengths", { headers: [HOST, json, ["Content-Length", "<<length>>"], ["Content-Length", "5"]] }),
  broken("two hosts", { headers: [HOST, ["Host", "evil.example"], json, ["Content-Length", "<<length>>"]] }),
  broken("more than was announced", {
    body: `${VOTE}GET /identity HTTP/1.1\r\nHost: x\r\n\r\n`,
    headers: [HOST, json, ["Content-Length", "22"]],
  }),
  broken("a header of 20,000 characters", { headers: [HOST, ["X", "<<a*20000>>"]] }),
  broken("a cookie of 15,000 characters", {
    method: "GET",
    target: "/",
    body: "",
    headers: [HOST, ["Cookie", "countersign=<<a*15000>>"]],
  }),
  broken("2,500 headers", {
    method: "GET",
    target: "/",
    body: "",
    headers: [HOST, ["A", "<<1\r\nA: *2500>>1"]],
  }),
  broken("a header without a colon", { headers: [HOST, ["X", "1\r\nno colon"]] }),
  broken("a header with a NUL", { headers: [HOST, ["X", "<<byte 00>>"]] }),
  broken("a folded header", { headers: [HOST, ["X", "1\r\n 2"], json, ["Content-Length", "<<length>>"]] }),
  broken("a space before the colon", { headers: [HOST, ["Content-Type ", "application/json"]] }),
  broken("a target with a space", { target: "/ap provals" }),
  broken("a target with a NUL", { target: "/<<byte 00>>" }),
  broken("a target of 20,000 characters", { method: "GET", target: "/<<a*20000>>", body: "" }),
  broken("a target of bytes that are no UTF-8", {
    method: "GET",
    target: "/<<byte ff>><<byte fe>>",
    body: "",
  }),
  broken("an empty target", { method: "GET", target: "", body: "" }),
  broken("a method of its own", { method: "APPROVE" }),
  broken("a method in lower case", { method: "post" }),
  broken("TLS", { method: "<<byte 16>><<byte 03>><<byte 01>><<byte 00>><<byte f4>>", target: "" }),
  broken("HTTP/2", { method: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", target: "", headers: [], body: "" }),
  broken("nothing but line breaks", { method: "<<\r\n*500>>", target: "", headers: [], body: "" }),
  broken("a body that is waited for", {
    headers: [HOST, json, ["Content-Length", "<<length+9>>"], ["Expect", "100-continue"]],
  }),
  broken("another expectation", {
    headers: [HOST, json, ["Content-Length", "<<length>>"], ["Expect", "a-miracle"]],
  }),
  broken("a tunnel", { method: "CONNECT", target: "evil.example:443", headers: [HOST], body: "" }),
  broken("an upgrade", {
    method: "GET",
    target: "/",
    body: "",
    headers: [HOST, ["Connection", "Upgrade"], ["Upgrade", "websocket"]],
  }),
  broken("an upgrade to HTTP/2", {
    method: "GET",
    target: "/",
    body: "",
    headers: [
      HOST,
      ["Connection", "Upgrade, HTTP2-Settings"],
      ["Upgrade", "h2c"],
      ["HTTP2-Settings", "AAMAAABk"],
    ],
  }),
];

/** A request that ends in the middle of something else. */
const cut = fc
  .tuple(oddBody, fc.constantFrom("<<length+1>>", "<<length+1000>>", "<<length-1>>"))
  .map(([body, length]) =>
    broken(`cut, announced as ${length}`, { body, headers: [HOST, json, ["Content-Length", length]] }),
  );

export const brokenRequest: fc.Arbitrary<RequestCase> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...FIXED) },
  { weight: 1, arbitrary: cut },
);
