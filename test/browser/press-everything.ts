import type { Page } from "playwright-core";

interface Crawler {
  /** What it takes for buttons. */
  readonly buttons?: string;
  /** What it fills every field of a page with, one after the other. */
  readonly guessesOn?: (page: Page) => Promise<readonly string[]>;
}

/** Opens the address and presses each button there with each guess in all fields, as a mail scanner does; how often it pressed. */
export async function pressEverything(
  page: Page,
  url: string,
  { buttons = "button", guessesOn = async () => ["approve"] }: Crawler = {},
): Promise<number> {
  await page.goto(url);
  const guesses = await guessesOn(page);
  const count = await page.locator(buttons).count();
  for (let index = 0; index < count; index += 1) {
    for (const guess of guesses) {
      await page.goto(url);
      for (const field of await page.locator("main input:visible, main textarea:visible").all())
        await field.fill(guess);
      await page.locator(buttons).nth(index).click({ timeout: 2_000 });
      await page.waitForLoadState();
    }
  }
  return count * guesses.length;
}
