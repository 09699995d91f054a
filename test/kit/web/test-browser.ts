/** What answers: the app itself, or a server over HTTP. */
export interface Answering {
  request(path: string, init: RequestInit): Response | Promise<Response>;
}

/** As much of a browser as tests of forms need: it keeps the cookie, and sends the headers that browsers send. */
export class TestBrowser {
  readonly #app: Answering;
  #cookie: string | undefined;

  constructor(app: Answering) {
    this.#app = app;
  }

  get cookie(): string | undefined {
    return this.#cookie;
  }

  async get(path: string): Promise<Response> {
    return this.#send(path, {});
  }

  /** Opens the page, fills its one form of that action, and sends it. */
  async submit(path: string, action: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    const page = await (await this.get(path)).text();
    return this.post(action, { ...readHiddenFields(page, action), ...fields });
  }

  async post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.#send(path, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        Origin: "http://localhost",
        "Sec-Fetch-Site": "same-origin",
        ...headers,
      },
      body: new URLSearchParams(fields).toString(),
    });
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookie !== undefined) headers.set("Cookie", this.#cookie);
    const response = await this.#app.request(path, { ...init, headers });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(";")[0];
    return response;
  }
}

/** Names and values of the hidden fields of the form with that action. */
export function readHiddenFields(page: string, action: string): Record<string, string> {
  const form = page.split("<form").find((part) => part.includes(`action="${action}"`)) ?? "";
  const fields = form.matchAll(/<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">/gu);
  return Object.fromEntries(
    [...fields].map(({ groups }) => [groups?.["name"] ?? "", groups?.["value"] ?? ""]),
  );
}
