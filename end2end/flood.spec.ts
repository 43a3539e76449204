// In a flood: who has script waits for nothing, who has none confirms the address first. What a flood is, is a setting of
// the database that every form heeds, so that this runs by itself when everything else is done.

import { execFileSync } from "node:child_process";

import { expectNoAxeViolation, expectNothingLost, expectValidHtml } from "./support/checks.ts";
import { isInQueue, signIn } from "./support/desk.ts";
import { answerSteps, send, someEvent, submit, unique } from "./support/form.ts";
import { confirm, uniqueAddress } from "./support/mail.ts";
import { expect, test, type Browser, type Page } from "./support/test.ts";

function inDatabase(statement: string): void {
  execFileSync("psql", ["-Xq", "-v", "ON_ERROR_STOP=1", process.env.OWNER_DATABASE_URL ?? "", "-c", statement]);
}

/** From so many events in ten minutes on it is a flood. */
const floodFrom = (number: number): void => inDatabase(`UPDATE site SET flood_sent = ${number}`);

/** Somebody else's events: with ten it is one, and with them all the queue is longer than a page. */
async function flood(browser: Browser): Promise<void> {
  floodFrom(10);
  const page = await (await browser.newContext()).newPage();
  for (let n = 0; n < 21; n += 1) await submit(page, someEvent(unique("One of many")));
}

test.describe.configure({ mode: "serial" });
test.beforeAll(({ browser }) => flood(browser));
test.afterAll(() => floodFrom(10_000));

const TO_CONFIRM = "press “Yes, this is my address”";

/** Answers everything, up to the check page. */
async function toCheck(page: Page, title: string, email: string): Promise<void> {
  await answerSteps(page, someEvent(title, { you: { name: "Ada Fern", email, group: "" } }));
  // Nobody fills it in as fast as this test does.
  inDatabase("UPDATE draft SET created_at = created_at - interval '5 minutes'");
  await page.goto("/submit/check");
}

async function expectInQueue(page: Page, title: string, isThere: boolean): Promise<void> {
  await signIn(page);
  expect(await isInQueue(page, title), `${title} in the queue`).toBe(isThere);
}

test("the browser does a sum while its person reads, and the event joins the queue at once", async ({ page }) => {
  const title = unique("Summed");
  await toCheck(page, title, uniqueAddress("summed"));
  const began = Date.now();
  await expect(page.getByRole("main")).toContainText("Your browser has done a sum for us");
  console.log(`the sum took ${Date.now() - began} ms`);
  await expect(page.locator("[name=work]")).toHaveValue(/^\d+$/);
  await expectNoAxeViolation(page, "the check in a flood");
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNothingLost(page, "the check in a flood");
  await send(page);
  await expectInQueue(page, title, true);
});

test("without script the sender is told to confirm, and the event joins the queue with that", async ({ browser, page }) => {
  const [title, email] = [unique("Unsummed"), uniqueAddress("unsummed")];
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await toCheck(plain, title, email);
  await expectValidHtml(await plain.content(), "the check in a flood");
  await expect(plain.getByRole("main")).toContainText(`${TO_CONFIRM}: staff read your event after that.`);
  await send(plain);
  await expect(plain.getByRole("main")).toContainText(TO_CONFIRM);
  await expectInQueue(page, title, false);
  await confirm(plain, email);
  await expectInQueue(page, title, true);
});
