// A handful of pages as they are served: with the database's words, the scripts awake and the site's own headers. Every
// page in every state, at every width, by day and by night, is looked at in gallery.spec.ts.

import { expect, test, type Page } from "./support/test.ts";
import { expectForcedColours, expectNothingLost, withStyle } from "./support/checks.ts";
import { answer, list, press, review, signIn } from "./support/desk.ts";
import { begin, fill, answerSteps, fillSteps, proceed, proceedFrom, someEvent, submit, unique } from "./support/form.ts";
import { boxes, plus, today } from "./support/dates.ts";
import { look, lookAtAnswer, visit } from "./support/look.ts";
import { confirm, privatePage, uniqueAddress } from "./support/mail.ts";

test.use({ bypassCSP: true });
test.describe.configure({ timeout: 300_000 });

for (const path of [
  "/",
  "/?q=cofee&hearing-loop=yes&toilet=not-told&for=families&when=soon",
]) {
  test(`the listing ${path}`, async ({ page }) => visit(page, path));
}

test("this month narrowed down", async ({ page }) => {
  const date = new Date().toISOString().slice(0, 10);
  await visit(page, `/month/${date.slice(0, 7)}?free=yes&q=tea&type=%00`);
});

for (const path of ["/standards", "/privacy", "/submit/event", "/staff/sign-in"]) {
  test(`the page ${path}`, async ({ page }) => visit(page, path));
}

test("a page that is not there", async ({ page }) => visit(page, "/no-such-page", 404));

test("the form's steps, begun, filled in and with problems", async ({ page }) => {
  await begin(page);
  await lookAtAnswer(page, "event with problems", () => proceed(page));
  await answerSteps(page, someEvent(unique("Looked at")), "event");
  for (const step of ["when", "where", "more", "you"] as const) {
    await visit(page, `/submit/${step}`);
    if (step !== "more") await lookAtAnswer(page, `${step} with problems`, () => proceed(page));
    await page.goto(`/submit/${step}`);
    await fill(page, someEvent("x")[step]);
    await proceedFrom(page, step);
  }
  await visit(page, "/submit/check");
  await lookAtAnswer(page, "check with problems", () => press(page, "Agree and send"));
});

test("the form's other states", async ({ page }) => {
  await visit(page, "/submit/when", 404);
  const long = someEvent(unique("Long"), {
    event: { title: `${"Donaudampfschifffahrtsgesellschaft".repeat(2)} 12345`, description: `${"unbroken".repeat(60)}\n\n${"Words that go on. ".repeat(180)}` },
    when: { ...someEvent("").when, repeats: "dates", "day-2": "x", "month-2": "13", "year-2": "1" },
  });
  await fillSteps(page, long, "when");
  await expect(page).toHaveTitle(/^Error: /);
  await look(page, "when with dates and problems");
  await visit(page, "/submit/when?dates=30");
});

test("an event with very long words, from check to public page and desk", async ({ page }) => {
  const word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
  const reference = await test.step("send", async () => {
    await fillSteps(page, someEvent(unique(word).slice(0, 80), {
      event: { description: `${"unbroken".repeat(60)}\n\n${"Words that go on. ".repeat(150)}\n\n- a list\n- of **two**`, title: unique(word).slice(0, 80) },
      where: { venue: "other", "venue-name": word.repeat(2), address: word.repeat(2), village: word, postcode: "tn74ba" },
      more: { cost: "paid", price: word.repeat(2), booking: `https://example.org/${word}${word}`, age: word, website: `https://${word}.example/${word}` },
      you: { name: word, email: `${"long".repeat(14)}@example.org`, telephone: "01632 960555", group: word, "show-name": "yes", "show-email": "yes", "show-telephone": "yes" },
    }));
    await look(page, "check of long words");
    await page.getByRole("checkbox", { name: /I confirm/ }).check();
    await press(page, "Agree and send");
    return /WO-\w+/.exec(await page.locator("main").innerText())?.[0] ?? "";
  });
  await visit(page, `/submit/sent/${reference}`);
  await signIn(page);
  await visit(page, review(reference));
  await page.setViewportSize({ width: 1280, height: 900 });
  await visit(page, await list(page, reference));
});

test("the desk: a decision that came too late", async ({ page, context }) => {
  const reference = await submit(page, someEvent(unique("Too late")));
  await signIn(page);
  await page.goto(review(reference));
  const other = await context.newPage();
  await other.goto(review(reference));
  await answer(other);
  await press(other, "Approve and list");
  await answer(page);
  await lookAtAnswer(page, "too late", () => press(page, "Approve and list"));
});

/** Sends an event from an address of its own. Returns its reference and the address. */
async function sendFrom(page: Page, title: string, description = "Coffee, cake and a chat."): Promise<[string, string]> {
  const email = uniqueAddress("looked");
  const event = { title: unique(title), description, type: "coffee" };
  return [await submit(page, someEvent("", { event, you: { name: "Ada Fern", email, group: "Looked at" } })), email];
}

test("the private page: listed, its status, a change that waits, withdrawn", async ({ page }) => {
  const [reference, email] = await sendFrom(page, "Private listed");
  await confirm(page, email);
  await signIn(page);
  const event = await list(page, reference);
  const own = await privatePage(email, /listed/);
  await visit(page, own);
  await page.getByRole("radio", { name: "Cancelled", exact: true }).check();
  await press(page, "Say so on the event’s page");
  await look(page, "private page, cancelled");
  await visit(page, event);
  await page.goto(own);
  await press(page, "Propose a change");
  await page.getByRole("link", { name: /^Change.*description/i }).click();
  await fill(page, { description: "Coffee, tea and a chat." });
  await proceed(page);
  await page.getByRole("checkbox", { name: /I confirm/ }).check();
  await press(page, "Agree and send the change");
  await look(page, "private page, change waits");
  await visit(page, review(reference));
  await visit(page, "/staff");
  await visit(page, `${own}/withdraw`);
  await press(page, "Withdraw it");
  await look(page, "private page, withdrawn");
  await visit(page, `${own}/withdraw`, 409);
  await visit(page, event, 410);
});

test("the desk: the queue, and a review with hints, a duplicate and a problem", async ({ page }) => {
  const words = "COME AND SEE!!! Ring Pat on 07700 900123 or call round to 3 Mill Cottages. 20% off. Vote for the Meadow Party. See www.kitchens.example";
  const [reference] = await sendFrom(page, "Hinted", words);
  await sendFrom(page, "Hinted", words);
  await signIn(page);
  await visit(page, "/staff");
  await visit(page, review(reference));
  await page.setViewportSize({ width: 1280, height: 900 });
  await lookAtAnswer(page, "review with problems", () => press(page, "Approve and list"));
  await answer(page, [/personal/i, /commercial/i]);
  await lookAtAnswer(page, "ask for changes", () => press(page, "Ask for changes"));
});

test("the desk: keying in, from the first question to the check", async ({ page }) => {
  await signIn(page);
  await visit(page, "/staff/key-in");
  await press(page, "By letter");
  for (const step of ["event", "when", "where", "more", "you"] as const) {
    await look(page, `key in, ${step}`);
    await fill(page, someEvent(unique("Keyed"), { you: { email: "" } })[step]);
    await proceedFrom(page, step);
  }
  await look(page, "key in, check");
  await lookAtAnswer(page, "key in, check with problems", () => press(page, "Put it in the queue"));
  await page.getByRole("checkbox").check();
  await press(page, "Put it in the queue");
  await look(page, "review, keyed in");
});

test("the desk: a sender who is blocked, and unblocking", async ({ page }) => {
  const [reference, email] = await sendFrom(page, "Blocked");
  await signIn(page);
  await page.goto(`${review(reference)}/sender/block`);
  await page.getByRole("checkbox", { name: new RegExp(email) }).check();
  await page.getByLabel("Why are they blocked?").fill("Again and again.");
  await fill(page, boxes(plus(today(), 60), "review-"));
  await press(page, "Block the sender");
  await look(page, "sender, blocked");
  await page.getByRole("link", { name: /^Unblock/ }).first().click();
  await look(page, "unblock");
});

test("the desk: an event that was taken down", async ({ page }) => {
  const reference = await submit(page, someEvent(unique("To be removed")));
  await signIn(page);
  const event = await list(page, reference);
  await page.goto(`${review(reference)}/take-down`);
  await page.getByRole("radio", { name: "The organiser asked for it" }).check();
  await page.getByLabel("Why is it taken down?").fill("Asked to.");
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Take it down" }).click();
  await visit(page, event, 410);
  await visit(page, review(reference));
});

for (const path of ["/staff/messages", "/staff/settings", "/staff/records/log", "/staff/records/log/check"]) {
  test(`the desk: ${path}`, async ({ page }) => {
    await signIn(page);
    await visit(page, path);
  });
}

test("pages hold together in forced colours and when printed", async ({ page }) => {
  await answerSteps(page, someEvent(unique("Forced colours")));
  for (const path of ["/", "/submit/when", "/submit/check", "/standards"]) {
    await page.goto(path);
    await expectForcedColours(page, path);
    await page.emulateMedia({ media: "print" });
    expect((await page.pdf()).length).toBeGreaterThan(5_000);
    await page.emulateMedia({ media: "screen" });
  }
});

test("words twice as large lose nothing", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 800 });
  for (const path of ["/", "/submit/event", "/standards"]) {
    await page.goto(path);
    await withStyle(page, "html { font-size: 200% !important }", () => expectNothingLost(page, `${path}, 200% text`));
  }
});
