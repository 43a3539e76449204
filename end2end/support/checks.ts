// What every page must be, whatever it shows.

import axe, { type AxeResults, type RunOptions } from "axe-core";
import { HtmlValidate } from "html-validate";

import { expect, type Page } from "./test.ts";

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // Void elements are closed or not as the renderer pleases; both are HTML.
    "void-style": "off",
    "no-trailing-whitespace": "off",
    "long-title": "off",
    "doctype-style": "off",
    "attr-quotes": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-inline-style": "error",
    // Telephone numbers are links; their spaces are plain.
    "tel-non-breaking": "off",
  },
  elements: ["html5", { "leptos-island": { flow: true, phrasing: true, permittedContent: ["@flow"] } }],
});

/** The HTML as the server sent it has no error. */
export async function expectValidHtml(html: string, where: string): Promise<void> {
  const report = await validator.validateString(html);
  const errors = report.results
    .flatMap((result) => result.messages)
    .filter((message) => message.severity === 2)
    .map((message) => `${message.ruleId}: ${message.message} (${message.selector ?? `line ${message.line}`})`);
  expect.soft(errors, `HTML of ${where}`).toEqual([]);
}

/** What width and colours can change; the other rules see the same at every width. */
const LOOKS = ["color-contrast", "color-contrast-enhanced", "target-size", "link-in-text-block", "scrollable-region-focusable"];

const EVERY_RULE: RunOptions = {
  rules: Object.fromEntries(["target-size", "color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions"].map((rule) => [rule, { enabled: true }])),
  resultTypes: ["violations"],
};

const LOOKS_ONLY: RunOptions = { runOnly: { type: "rule", values: LOOKS }, resultTypes: ["violations"] };

/** Every rule of axe, those that are off by default too; or those only that the look of a page can break. */
export async function expectNoAxeViolation(page: Page, where: string, which: "all" | "looks" = "all"): Promise<void> {
  for (const frame of page.frames()) {
    // Once a document: it is half a megabyte of script.
    if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(axe.source);
  }
  const found = await page.evaluate(
    (options) => (window as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(options),
    which === "all" ? EVERY_RULE : LOOKS_ONLY,
  );
  const violations = found.violations.map(
    (violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => `${node.target.join(" ")} (${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""})`).slice(0, 3).join(" | ")}`,
  );
  expect.soft(violations, `axe on ${where}`).toEqual([]);
}

/** Puts rules of a reader's own over those of the page, as a browser's extension does, and takes them away afterwards. */
export async function withStyle(page: Page, rules: string, check: () => Promise<void>): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, rules);
  await check();
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
}

/** WCAG 1.4.12: the spacing that a reader sets. */
const SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";

/** Nothing is lost where a reader spaces the text out. */
export async function expectRoomForSpacing(page: Page, where: string): Promise<void> {
  await withStyle(page, SPACING, async () => {
    const spaced = await page.evaluate(() => {
      const style = getComputedStyle(document.querySelector("h1") ?? document.body);
      return parseFloat(style.letterSpacing) / parseFloat(style.fontSize);
    });
    expect(spaced, `the text of ${where} is spaced out`).toBeCloseTo(0.12, 2);
    await expectNothingLost(page, `${where}, spaced out`);
  });
}

/** In the colours that a reader's system sets, a control is told from the page by its border, a chosen one by its mark. */
export async function expectForcedColours(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ forcedColors: "active" });
  await expectNothingLost(page, `${where}, forced colours`);
  const borderless = await page.evaluate(() =>
    [...document.querySelectorAll("main input:not([type=hidden]), main textarea, main select, main .button")]
      .filter((control) => control.getBoundingClientRect().width > 2 && getComputedStyle(control).opacity !== "0")
      .filter((control) => {
        const style = getComputedStyle(control);
        return style.borderTopStyle === "none" && style.outlineStyle === "none" && style.appearance === "none";
      })
      .map((control) => control.outerHTML.slice(0, 80)),
  );
  expect.soft(borderless, `${where}: controls without a border in forced colours`).toEqual([]);
  await page.emulateMedia({ forcedColors: "none" });
}

/** Nothing is wider than the window, and no control's words are cut off. */
export async function expectNothingLost(page: Page, where: string): Promise<void> {
  const lost = await page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}`);
    const name = (e: Element) => `${e.localName}${e.id === "" ? "" : `#${e.id}`}.${e.className} “${(e.textContent ?? "").trim().slice(0, 30)}”`;
    for (const element of document.querySelectorAll("body *")) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (element.closest(".unseen") !== null || box.width <= 1 || box.height <= 1 || style.visibility === "hidden") continue;
      if (style.overflowX !== "visible" && style.overflowX !== "auto" && style.overflowX !== "scroll" && element.scrollWidth > element.clientWidth + 1 && !(element instanceof HTMLInputElement)) {
        found.push(`cut off: ${name(element)}`);
      }
      if (style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1) found.push(`cut off below: ${name(element)}`);
      if (found.length === 0 && root.scrollWidth > root.clientWidth && box.right > root.clientWidth + 1) found.push(`sticks out: ${name(element)}`);
    }
    if (root.scrollWidth > root.clientWidth) {
      for (const element of document.querySelectorAll("body *")) {
        if (element.getBoundingClientRect().right > root.clientWidth + 1 && element.children.length === 0) found.push(`sticks out: ${name(element)}`);
      }
    }
    return found.slice(0, 5);
  });
  expect.soft(lost, `lost on ${where}`).toEqual([]);
}

/** What stands on every page, in the same order. */
export async function expectFrame(page: Page, where: string): Promise<void> {
  const frame = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    skip: document.querySelector("a[href='#main']") !== null && document.querySelector("main#main") !== null,
    title: document.title.length > 0,
    help: [...document.querySelectorAll("footer a")].slice(0, 3).map((link) => (link.getAttribute("href") ?? "").split(":")[0]),
    disclaimer: (document.querySelector("footer")?.textContent ?? "").includes("does not accept any responsibility"),
    inline: [...document.querySelectorAll("script:not([src]):not([type='application/ld+json']), style, [style]")].length,
  }));
  expect.soft(frame, `the frame of ${where}`).toEqual({
    lang: "en-GB",
    headings: 1,
    skip: true,
    title: true,
    help: ["tel", "mailto", "/accessibility"],
    disclaimer: true,
    inline: 0,
  });
}
