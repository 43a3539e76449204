// The `test` of every file here: a page that may never break the site's own promises, whatever
// the test is about.

import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";

import { baseURL } from "./browser.mjs";

/** Notes whatever no page may do: raise a dialog, fail in script, offend its own policy, call elsewhere. */
function watch(page: Page, trouble: string[]): void {
  page.on("dialog", (dialog) => {
    trouble.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss().catch(() => undefined);
  });
  page.on("pageerror", (error) => trouble.push(`script failed on ${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // An answer with an error's status is reported too; tests ask for those on purpose.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      trouble.push(`console on ${page.url()}: ${message.text()}`);
    }
  });
  page.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(baseURL) && !address.startsWith("data:")) trouble.push(`a request elsewhere: ${address}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) trouble.push(`${response.status()} from ${response.request().method()} ${response.url()}`);
  });
}

/** Watches every page of a context that a test opens itself. */
export function watchAll(context: BrowserContext, trouble: string[]): void {
  context.on("page", (page) => watch(page, trouble));
}

export const test = base.extend<{ trouble: string[] }>({
  trouble: [
    async ({ context }, use) => {
      const trouble: string[] = [];
      watchAll(context, trouble);
      await use(trouble);
      expect(trouble, "what no page may do").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect, type Page };
export type { Browser, BrowserContext, Locator, Request, Response } from "@playwright/test";
