// A form that comes back with problems says each one twice in the same words, and leads to it.

import { expect, type Page } from "./test.ts";

/** The page that is open has exactly these problems: the field's id and the words. */
export async function expectProblems(page: Page, expected: [field: string, words: string | RegExp][]): Promise<void> {
  await expect(page).toHaveTitle(/^Error: /);
  const summary = page.getByRole("main").locator(".error-summary");
  await expect(summary.getByRole("heading", { name: "There is a problem" })).toBeVisible();
  await expect(summary).toBeFocused();
  const links = summary.getByRole("link");
  await expect(links).toHaveText(expected.map(([, words]) => words));
  const shown = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(shown).toEqual(expected.map(([field]) => `#${field}`));
  for (const [field] of expected) {
    const words = await links.and(page.locator(`[href="#${field}"]`)).first().innerText();
    const beside = await page.evaluate((id) => {
      const control = document.getElementById(id);
      if (control === null) return null;
      const group = control.closest("fieldset");
      const described = [control, group].flatMap((e) => e?.getAttribute("aria-describedby")?.split(" ") ?? []);
      const radio = control instanceof HTMLInputElement && control.type === "radio";
      return {
        words: described.map((one) => document.getElementById(one)?.textContent?.replace("Problem: ", "").trim()),
        marked: radio || control.getAttribute("aria-invalid") === "true",
        typable: control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement,
      };
    }, field);
    expect(beside, `#${field} is a control`).toMatchObject({ marked: true, typable: true });
    expect(beside?.words, `what describes #${field}`).toContain(words);
    // British, plain and kind.
    expect(words).not.toMatch(/please|sorry|invalid|required|oops|error/i);
  }
  await links.first().click();
  await expect(page.locator(`#${expected[0]?.[0] ?? ""}`)).toBeFocused();
}

/** The words of every problem on the page, by field; nothing where there is none. */
export async function problems(page: Page): Promise<[string, string][]> {
  return page
    .locator(".error-summary a")
    .evaluateAll((links) => links.map((link) => [(link.getAttribute("href") ?? "").slice(1), link.textContent ?? ""]));
}
