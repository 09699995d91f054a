/** Value of the cookie of that name; undefined when it is missing or comes twice, which a sibling domain could have caused. */
export function readCookie(header: string | null, name: string): string | undefined {
  const values = (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/** A cookie of ours, which only the server reads. */
export interface Cookie {
  /** The `Set-Cookie` header; without an age, the browser forgets it when it is closed. */
  set(value: string, maxAgeSeconds?: number): string;
  readonly clear: string;
  read(headers: Headers): string | undefined;
}

/** `Secure`, and bound to the host by its prefix, when the base URL is https: then no sibling domain can plant one. */
export function describeCookie(baseUrl: URL, name: string): Cookie {
  const secure = baseUrl.protocol === "https:";
  const fullName = `${secure ? "__Host-" : ""}${name}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  const set: Cookie["set"] = (value, maxAgeSeconds) => {
    const age = maxAgeSeconds === undefined ? "" : `; Max-Age=${maxAgeSeconds}`;
    return `${fullName}=${value}; ${attributes}${age}`;
  };
  return { set, clear: set("", 0), read: (headers) => readCookie(headers.get("cookie"), fullName) };
}
