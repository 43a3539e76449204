// Every page in every state, from files: as axe and html-validate see it, wide and narrow, by day and by night, in forced
// colours, with the text spaced out and twice as large. Live pages that script changes are looked at in pages.spec.ts.

import { test as base, expect } from "@playwright/test";

import { expectForcedColours, expectFrame, expectNoAxeViolation, expectNothingLost, expectRoomForSpacing, expectValidHtml, withStyle } from "./support/checks.ts";
import { html, names, serve } from "./support/gallery.ts";
import { sights } from "./support/look.ts";

const test = base.extend<object, { gallery: string }>({
  gallery: [
    async ({}, use) => {
      const { address, server } = await serve();
      await use(address);
      server.close();
    },
    { scope: "worker" },
  ],
});

/** Frames for other people's sites, and sheets of paper: they have no frame of ours, or are no screen's. */
const FRAMED = /^embed($|-(?!make))/;
const PAPER = /^(noticeboard(?!-text)|poster)/;

test("the gallery has every page", () => {
  expect(names.length).toBeGreaterThan(250);
  expect(new Set(names.map((name) => name.split("-")[0])).size).toBeGreaterThan(20);
});

for (const name of names) {
  test(`the page ${name}`, async ({ page, gallery }) => {
    await expectValidHtml(html(name), name);
    await page.goto(`${gallery}/${name}`);
    if (!FRAMED.test(name)) await expectFrame(page, name);
    for (const { scheme, width, rules } of sights) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      await expectNoAxeViolation(page, `${name}, ${scheme}, ${width} px`, rules);
      if (scheme === "light") await expectNothingLost(page, `${name}, ${width} px`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 320, height: 900 });
    if (PAPER.test(name)) return;
    await expectRoomForSpacing(page, name);
    await page.setViewportSize({ width: 640, height: 800 });
    await withStyle(page, "html { font-size: 200% !important }", () => expectNothingLost(page, `${name}, text twice as large`));
    await expectForcedColours(page, name);
  });
}
