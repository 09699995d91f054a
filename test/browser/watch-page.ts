import assert from "node:assert/strict";
import type { Page } from "playwright-core";

export interface PageWatch {
  /** Fails with everything that the browser complained about since the page was opened. */
  assertQuiet(): void;
}

const EXPECTED = [
  "Failed to load resource: the server responded with a status of",
  // The clock of the tests, which a frame without scripts keeps out as it would any other.
  "Blocked script execution in ",
];

/**
 * Collects what no page of ours may cause: errors of scripts and of the console, violations of the content security policy,
 * and requests to anywhere else but the `others`, where somebody is sent. An answer of 4xx or 5xx that a test provokes is not a complaint.
 */
export function watchPage(page: Page, origin: string, others: readonly string[] = []): PageWatch {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (EXPECTED.some((start) => message.text().startsWith(start))) return;
    complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const isExpected = [origin, ...others].some((one) => request.url().startsWith(`${one}/`));
    if (!isExpected) complaints.push(`request to ${request.url()}`);
  });
  return { assertQuiet: () => assert.deepEqual(complaints, []) };
}
