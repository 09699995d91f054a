import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The system's Chromium, headless, making no connection of its own. Throws, saying what to install, when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = PATHS.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(`No Chromium at ${PATHS.join(", ")}. Install it: apt-get install chromium`);
  }
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Every way through the pages is gone with scripts and without, at a desk and on a phone. */
export const LOOKS = [
  { javaScriptEnabled: true, viewport: { width: 1280, height: 844 } },
  { javaScriptEnabled: false, viewport: { width: 390, height: 844 } },
] as const;

/** With both ways of the other width too, for what somebody does who signs in. */
export const ALL_LOOKS = [
  ...LOOKS,
  { javaScriptEnabled: true, viewport: { width: 390, height: 844 } },
  { javaScriptEnabled: false, viewport: { width: 1280, height: 844 } },
] as const;

export type Look = (typeof ALL_LOOKS)[number];

export function describeLook({ javaScriptEnabled, viewport }: Look): string {
  return `with${javaScriptEnabled ? "" : "out"} scripts, at ${viewport.width} pixels`;
}
