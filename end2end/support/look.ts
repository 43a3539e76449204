// A live page as axe and html-validate see it, and how every page of the gallery is seen. `LOOK=all scripts/end2end
// pages.spec.ts paper.spec.ts --no-deps` looks with every rule at every width in both.

import { expectFrame, expectNoAxeViolation, expectNothingLost, expectRoomForSpacing, expectValidHtml } from "./checks.ts";
import { expect, type Page } from "./test.ts";

interface Sight {
  scheme: "light" | "dark";
  width: number;
  /** Every rule of axe, or those only that the look of a page can break. */
  rules: "all" | "looks";
}

/** What is looked at in the gallery: the wide page and the narrow one are two layouts, and the colours of the night are the same in both. */
const SIGHTS: Sight[] = [
  { scheme: "light", width: 1280, rules: "all" },
  { scheme: "light", width: 320, rules: "all" },
  { scheme: "dark", width: 390, rules: "looks" },
];

/** Of a live page the wide sight is enough: what else there is to see is seen in the gallery. */
const LIVE_SIGHTS: Sight[] = SIGHTS.slice(0, 1);

/** `LOOK=all`: every rule, at every width, by day and by night. */
const EVERY_SIGHT: Sight[] = (["light", "dark"] as const).flatMap((scheme) => [1280, 390, 320].map((width) => ({ scheme, width, rules: "all" as const })));

export const sights = process.env.LOOK === "all" ? EVERY_SIGHT : SIGHTS;
const liveSights = process.env.LOOK === "all" ? EVERY_SIGHT : LIVE_SIGHTS;

/** Everything that must hold of the page that is open. */
export async function look(page: Page, where: string): Promise<void> {
  await expectFrame(page, where);
  for (const { scheme, width, rules } of liveSights) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    const here = `${where}, ${scheme}, ${width} px`;
    await expectNoAxeViolation(page, here, rules);
    if (scheme === "light") await expectNothingLost(page, here);
  }
  await page.setViewportSize({ width: 320, height: 900 });
  await expectNothingLost(page, `${where}, 320 px`);
  await expectRoomForSpacing(page, where);
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
