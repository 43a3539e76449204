// The next version of the policy: drafted, compared with the one in force, and adopted from a day to
// come, so that whoever decides meanwhile keeps the standards that they read.

import { expect, test } from "./support/test.ts";
import { press, signInAnew } from "./support/desk.ts";
import { boxes, inWords, plus, today } from "./support/dates.ts";
import { fill } from "./support/form.ts";
import { look, lookAtAnswer, visit } from "./support/look.ts";

const DRAFT = "/staff/settings/policy/draft";

test.use({ bypassCSP: true });

test("a new version of the policy is drafted, compared and adopted from a day to come", async ({ page }) => {
  test.setTimeout(400_000);
  await signInAnew(page);
  await page.goto("/staff/settings");
  await page.getByRole("link", { name: "The policy", exact: true }).click();
  await press(page, "Draft the next version");
  await visit(page, DRAFT);
  await lookAtAnswer(page, "draft with problems", async () => {
    await fill(page, { name: "" });
    await press(page, "Save the name and dates");
  });
  const adopted = plus(today(), 7);
  await fill(page, { name: "The next one", ...boxes(adopted, "adopted-"), ...boxes(plus(adopted, 700), "review-") });
  await press(page, "Save the name and dates");
  await expect(page.getByRole("status")).toBeVisible();

  await page.getByRole("link", { name: "Change Civil, tasteful and relevant" }).click();
  await look(page, "draft, a standard");
  await page.getByLabel("What it asks").fill("Civil, tasteful and kind");
  await press(page, "Save");
  await page.getByRole("link", { name: "Add a clause" }).click();
  await lookAtAnswer(page, "draft, a clause with problems", () => press(page, "Save"));
  await page.getByLabel("Number").fill("6.14");
  await page.getByLabel("Text", { exact: true }).fill("Events are described in words that a child of ten can read.");
  await press(page, "Save");
  await page.getByRole("link", { name: "Take out 6.14" }).click();
  await look(page, "draft, taking a clause out");
  await visit(page, `${DRAFT}/throw-away`);

  await page.setViewportSize({ width: 1280, height: 900 });
  await visit(page, `${DRAFT}/compare`);
  const main = page.getByRole("main");
  await expect(main.locator("del").filter({ hasText: "relevant" }).first()).toBeVisible();
  await expect(main.locator("ins").filter({ hasText: "kind" }).first()).toBeVisible();
  await expect(main).toContainText("6.14");

  await visit(page, `${DRAFT}/adopt`);
  await lookAtAnswer(page, "adopt with problems", () => press(page, "Adopt the policy"));
  await page.getByRole("radio", { name: "From a day to come" }).check();
  await fill(page, boxes(adopted, "from-"));
  await press(page, "Adopt the policy");
  await expect(page.getByRole("status")).toBeVisible();
  await visit(page, "/staff/settings/policy");
  await expect(main).toContainText(inWords(adopted).replace(/^\w+ /, ""));
  await page.getByRole("link", { name: "The next one" }).click();
  await look(page, "a version word for word");
});
