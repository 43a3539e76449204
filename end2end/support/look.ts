// A page as axe and html-validate see it: at three widths, by day and by night.
//
// A style is added for the spacing, which the site's policy forbids: a test that looks has
// `bypassCSP` on.

import { expectFrame, expectNoAxeViolation, expectNothingLost, expectValidHtml } from "./checks.ts";
import { expect, type Page } from "./test.ts";

const WIDTHS = [1280, 390, 320];

/** Everything that must hold of the page that is open. */
export async function look(page: Page, where: string): Promise<void> {
  await expectFrame(page, where);
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const here = `${where}, ${scheme}, ${width} px`;
      const fresh = scheme === "light" && width !== 320;
      await expectNoAxeViolation(page, here, fresh ? "all" : "looks");
      if (scheme === "light") await expectNothingLost(page, here);
    }
  }
  // WCAG 1.4.12: the spacing that a reader sets.
  await page.addStyleTag({
    content:
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
  }).catch(() => undefined);
  await expectNothingLost(page, `${where}, spaced out`);
  await page.emulateMedia({ colorScheme: "light" });
}

/** Opens an address, looks, and checks the HTML as it was sent. */
export async function visit(page: Page, path: string, status = 200): Promise<void> {
  const response = await page.goto(path);
  expect(response?.status(), path).toBe(status);
  await expectValidHtml((await response?.text()) ?? "", path);
  await look(page, path);
}

/** The page that a form answered with, as sent and as it stands. */
export async function lookAtAnswer(page: Page, where: string, send: () => Promise<void>): Promise<void> {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await send();
  const response = await answered;
  await page.waitForLoadState();
  await expectValidHtml(await response.text(), where);
  await look(page, where);
}
