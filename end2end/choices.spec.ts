// What stands behind each choice, and the facts of an event beside or under its title.

import { expect, test } from "./support/test.ts";
import { look } from "./support/look.ts";

test.use({ bypassCSP: true });
test.describe.configure({ timeout: 300_000 });

test("each choice says how many events it finds, and finds them", async ({ page }) => {
  await page.goto("/");
  const chip = page.getByRole("navigation", { name: "Quick choices" }).getByRole("link", { name: /^Free/ });
  const words = await chip.textContent();
  const told = /, (more than )?(\d+|no) events?$/.exec(words ?? "");
  expect(told, words ?? "").not.toBeNull();
  await chip.click();
  const count = page.locator(".count-line");
  await expect(count).toContainText(told?.[1] ? "More than" : `${told?.[2] === "no" ? "No" : told?.[2]} event`);
  await look(page, "the listing of what is free");

  const type = page.getByLabel("Type of event");
  const choices = await type.locator("option").allTextContents();
  expect(choices[0]).toBe("All types");
  for (const choice of choices.slice(1)) expect(choice).toMatch(/, (no events|1 event|\d+ events|more than 99 events)$/);
  const one = choices.find((choice) => choice.endsWith(", 1 event")) ?? choices.find((choice) => /, \d+ events$/.test(choice)) ?? "";
  await page.goto("/?free=yes");
  if (await page.locator(".filters-link").isVisible()) await page.locator(".filters-link").click();
  await type.selectOption({ label: one });
  await page.getByRole("button", { name: "Show events" }).click();
  await expect(count).toContainText(`${/, (\d+) event/.exec(one)?.[1] ?? ""} event`);
});

test("the facts of an event stand beside its title, and on a telephone right after it", async ({ page }) => {
  await page.goto("/");
  await page.locator(".event-list a").first().click();
  const top = async (name: string): Promise<number> => (await page.locator(name).first().boundingBox())?.y ?? -1;
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.reload();
    const [title, facts, words] = [await top(".event-top"), await top(".facts"), await top(".event-main")];
    if (width > 900) expect(Math.abs(facts - title)).toBeLessThan(40);
    else expect(facts > title && words > facts, `${title} ${facts} ${words}`).toBe(true);
    await look(page, `an event at ${width}`);
  }
});
