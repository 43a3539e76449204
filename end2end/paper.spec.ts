// What is printed, the weekly email and reports from the public, as a visitor and the clerk meet them.

import { expect, test } from "./support/test.ts";
import { list, signIn } from "./support/desk.ts";
import { someEvent, submit, unique } from "./support/form.ts";
import { look, visit } from "./support/look.ts";

test.use({ bypassCSP: true });
test.describe.configure({ timeout: 300_000 });

for (const path of ["/noticeboard", "/noticeboard?weeks=6&large=yes", "/noticeboard/text", "/weekly", "/weekly/asked", "/weekly/confirmed", "/weekly/stopped"]) {
  test(`the page ${path}`, async ({ page }) => visit(page, path));
}

test("the poster, and a report that reaches the desk and is dealt with", async ({ page }) => {
  const title = unique("Reported");
  const reference = await submit(page, someEvent(title));
  await signIn(page);
  const address = await list(page, reference);
  await visit(page, `${address}/poster`);
  await page.goto(address);
  await page.getByRole("link", { name: "Tell us about a problem with this event" }).click();
  await look(page, "the form of a report");
  await page.getByRole("button", { name: "Tell the parish office" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await look(page, "a report with problems");
  await page.getByLabel("Somebody broke a rule of the council or the law").check();
  await page.getByLabel("In your own words").fill("They sell without a licence.");
  await page.getByRole("button", { name: "Tell the parish office" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you for telling us");
  await expect(page.getByText("send a formal complaint")).toBeVisible();
  await look(page, "the receipt of a report");
  await visit(page, "/staff/reports");
  await page.getByRole("link", { name: title }).click();
  await look(page, "a report on the desk");
  await page.getByLabel("What was done about it").fill("Answered by telephone.");
  await page.getByRole("button", { name: "It is dealt with" }).click();
  await expect(page.getByRole("status")).toContainText("The report is dealt with.");
});

test("the weekly email on the desk", async ({ page }) => {
  await signIn(page);
  await visit(page, "/staff/settings/weekly");
});

test("a sheet prints on A4 with its foot on every page and nothing else", async ({ page }) => {
  await page.goto("/noticeboard?weeks=12");
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".site-header")).toBeHidden();
  await expect(page.locator(".site-footer")).toBeHidden();
  await expect(page.locator(".paper-tools")).toBeHidden();
  await expect(page.locator(".paper-foot")).toHaveCSS("position", "fixed");
});
