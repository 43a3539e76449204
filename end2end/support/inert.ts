// Whether a page is only what we made of it.

import { expect, type Page } from "./test.ts";

/** Nothing ran, and there is no element that our pages do not have. */
export async function expectInert(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    pwned: "__pwned" in window,
    elements: [...document.querySelectorAll("script, iframe, object, embed, base, style, img, template, math, meta[http-equiv], svg script, svg animate, main form form")]
      .filter((e) => !(e instanceof HTMLScriptElement && (e.src.startsWith(location.origin) || e.type === "application/ld+json")))
      .map((e) => e.outerHTML.slice(0, 80)),
    handlers: [...document.querySelectorAll("*")]
      .flatMap((e) => [...e.attributes].filter((a) => /^on|^style$|^srcdoc$/.test(a.name)).map((a) => `${e.localName} ${a.name}`)),
    addresses: [...document.querySelectorAll("[href], [src], [action]")]
      .flatMap((e) => ["href", "src", "action"].map((name) => e.getAttribute(name)))
      .filter((value): value is string => value !== null)
      .filter((value) => !/^((https?|webcal):\/\/|mailto:|tel:|\/(?!\/)|#|\?)/i.test(value)),
    forms: [...document.forms].filter((form) => new URL(form.action).origin !== location.origin).length,
  }));
  expect(found, where).toEqual({ pwned: false, elements: [], handlers: [], addresses: [], forms: 0 });
}
