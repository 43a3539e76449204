// A poster from the form to the event's page, and what becomes of a file that is none.

import { look, lookAtAnswer } from "./support/look.ts";
import { expect, test, type Page } from "./support/test.ts";
import { list, press, review, signIn } from "./support/desk.ts";
import { agree, answerSteps, at, fill, proceed, receiptReference, someEvent, unique } from "./support/form.ts";
import { poster } from "./support/png.ts";

// Looking at a page adds a style to it.
test.use({ bypassCSP: true });

const words = { alt: "Poster with green bands on cream", credit: "Sam Field", rights: "yes" };

const choose = (page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> =>
  page.locator("[name=file]").setInputFiles(file);

/** Whether the picture of the page was fetched and drawn. */
async function expectDrawn(page: Page): Promise<void> {
  const picture = page.locator("main figure img").first();
  await picture.scrollIntoViewIfNeeded();
  await expect(picture).toHaveJSProperty("complete", true);
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
}

test("a poster goes from the form to the event's page and is gone when the event is taken down", async ({ page, browser }) => {
  const title = unique("Poster");
  const answers = someEvent(title);
  await answerSteps(page, answers, "more");
  await page.goto("/submit/picture");
  await look(page, "the page for a picture");

  // Straight from a camera: refused, with everything that was typed.
  await fill(page, words);
  await choose(page, { name: "IMG_0001.JPG", mimeType: "image/jpeg", buffer: Buffer.alloc(12 * 1024 * 1024, 7) });
  await lookAtAnswer(page, "a picture too heavy", () => proceed(page));
  await expect(page.getByRole("main")).toContainText("The picture must be smaller than 5 MB");
  await expect(page.locator("[name=alt]")).toHaveValue(words.alt);
  await expect(page.locator("[name=rights]")).toBeChecked();

  await choose(page, poster(1200, 1700));
  await page.locator("[name=alt]").fill("");
  await lookAtAnswer(page, "a picture without a description", () => proceed(page));
  await expectDrawn(page);
  await fill(page, words);
  await proceed(page);
  await expect(page).toHaveURL(at("you"));
  await fill(page, answers.you);
  await proceed(page);
  await expect(page).toHaveURL(at("check"));
  await look(page, "check, with a picture");
  await expectDrawn(page);
  await agree(page);
  await press(page, "Agree and send");
  const reference = await receiptReference(page);

  const desk = await (await browser.newContext()).newPage();
  await signIn(desk);
  await desk.goto(review(reference));
  await look(desk, "review, with a picture");
  await expectDrawn(desk);
  await expect(desk.getByRole("main")).toContainText("Picture allowed on");
  const event = await list(desk, reference);

  await page.goto(event);
  await look(page, "an event with a picture");
  await expectDrawn(page);
  await expect(page.getByRole("img", { name: words.alt })).toBeVisible();
  const larger = page.getByRole("link", { name: "See the picture larger" });
  const file = (await larger.getAttribute("href")) ?? "";
  await larger.click();
  await expect(page).toHaveURL(file);
  expect((await page.request.get(file)).headers()["content-security-policy"]).toContain("sandbox");

  await desk.goto(`${review(reference)}/take-down`);
  await desk.locator('[name="why"]').first().check();
  await desk.locator('[name="reason"]').fill("Somebody else’s poster");
  await press(desk, "Take it down");
  expect((await page.request.get(file)).status()).toBe(404);
  await desk.context().close();
});

test("a form without a picture goes on, and a picture can be taken out again", async ({ page }) => {
  await answerSteps(page, someEvent(unique("No poster")), "you");
  await page.goto("/submit/picture?then=check");
  await choose(page, poster(300, 200));
  await fill(page, words);
  await proceed(page);
  await expect(page).toHaveURL(at("check"));
  await expectDrawn(page);
  await page.goto("/submit/picture?then=check");
  await press(page, "Remove this picture");
  await expect(page.locator("main figure")).toHaveCount(0);
  await proceed(page);
  await expect(page).toHaveURL(at("check"));
  await expect(page.locator("main figure")).toHaveCount(0);
});
