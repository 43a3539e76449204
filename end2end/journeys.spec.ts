// From a resident's form to the public page, and all the ways a decision can go.

import { expect, test } from "./support/test.ts";
import { answer, list, openFromQueue, press, review, signIn } from "./support/desk.ts";
import { agree, answerSteps, at, eventDayInWords, fill, fillSteps, proceed, proceedFrom, send, someEvent, submit, unique } from "./support/form.ts";
import { boxes, dayAndMonth, inWords, plus, relative } from "./support/dates.ts";

test("an event is sent in, decided on and read by everybody", async ({ page }) => {
  const title = unique("Coffee morning");

  await page.goto("/");
  await page.getByRole("link", { name: "Add your event" }).first().click();
  await expect(page).toHaveURL(/\/submit$/);
  await page.getByRole("link", { name: "Start now" }).click();
  const answers = someEvent(title);
  for (const step of ["event", "when", "where", "more", "you"] as const) {
    await expect(page).toHaveURL(at(step));
    await fill(page, answers[step]);
    await proceedFrom(page, step);
  }
  const main = page.getByRole("main");
  await expect(main).toContainText(title);
  await expect(main).toContainText(`${eventDayInWords()}, 10am to midday`);
  await expect(main).toContainText("Village Hall, Groombridge");
  await expect(main).toContainText("pat.lee@example.org");
  const reference = await send(page);
  await expect(main).toContainText(/working days/);
  await page.reload();
  await expect(main).toContainText(reference);

  // Nobody sees it yet.
  await page.goto(`/?q=${encodeURIComponent(title)}`);
  await expect(main.getByRole("link", { name: title, exact: true })).toHaveCount(0);

  await signIn(page);
  await openFromQueue(page, title);
  await expect(main).toContainText(reference);
  await expect(main).toContainText(`${eventDayInWords()}, 10am to midday`);
  await expect(main).toContainText("None of these details may be published.");
  await expect(main).toContainText("I confirm the details are accurate");
  await answer(page);
  await press(page, "Approve and list");
  await expect(page.getByRole("status")).toContainText(title);

  await page.goto(`/?q=${encodeURIComponent(title)}`);
  await main.getByRole("link", { name: title, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(main).toContainText(`${eventDayInWords()}, 10am to midday`);
  await expect(main).toContainText("Coffee, cake and a chat. Raffle.");
  await expect(main).toContainText("Friends of the Hall");
  await expect(main).not.toContainText("Pat Lee");
  await expect(main).not.toContainText("pat.lee@example.org");

  const calendar = await page.request.get(`${page.url()}.ics`);
  expect(calendar.headers()["content-type"]).toContain("text/calendar");
  const ics = await calendar.text();
  expect(ics).toContain("BEGIN:VEVENT");
  expect(ics.replace(/\r\n /g, "")).toContain(`SUMMARY:${title}`);
  const downloading = page.waitForEvent("download");
  await page.locator('a[href$=".ics"]').first().click();
  expect((await downloading).suggestedFilename()).toMatch(/\.ics$/);
});

test("what the sender ticked is shown, and only that", async ({ page }) => {
  const title = unique("Walk");
  const reference = await submit(
    page,
    someEvent(title, { you: { name: "Ada Fern", email: "ada.fern@example.org", telephone: "01632 960555", "show-email": "yes" } }),
  );
  await signIn(page);
  await page.goto(review(reference));
  await expect(page.getByRole("main")).toContainText("Show my email address on the event’s page");
  await page.goto(await list(page, reference));
  await expect(page.getByRole("main")).toContainText("ada.fern@example.org");
  await expect(page.getByRole("main")).not.toContainText("Ada Fern");
  await expect(page.getByRole("main")).not.toContainText("960555");
});

test("several days, chosen dates and a night are read back as they were meant", async ({ page }) => {
  const friday = relative("Fri+4");
  const cases = [
    {
      when: { ...boxes(friday), start: "10am", finish: "4pm", repeats: "days", ...boxes(plus(friday, 2), "last-") },
      shown: [dayAndMonth(friday), dayAndMonth(plus(friday, 2)), "10am to 4pm"],
    },
    {
      when: { ...boxes(friday), start: "19.30", finish: "", repeats: "dates", ...boxes(plus(friday, 7), "", "-2"), ...boxes(plus(friday, 21), "", "-3") },
      shown: [inWords(friday), dayAndMonth(plus(friday, 7)), dayAndMonth(plus(friday, 21)), "7:30pm"],
    },
    { when: { ...boxes(friday), start: "8pm", finish: "1am", repeats: "once" }, shown: [inWords(friday), "8pm to 1am the next day"] },
    { when: { ...boxes(friday), "all-day": "yes", repeats: "once" }, shown: [inWords(friday), "all day"] },
  ];
  for (const { when, shown } of cases) {
    await page.context().clearCookies();
    const answers = someEvent(unique("Dates"));
    delete answers.when.start;
    delete answers.when.finish;
    answers.when = when;
    await fillSteps(page, answers);
    await expect(page).toHaveURL(at("check"));
    for (const words of shown) await expect(page.getByRole("main")).toContainText(words);
  }
});

test("an answer is changed from the check page and nothing else is asked again", async ({ page }) => {
  const title = unique("Change");
  await answerSteps(page, someEvent(title));
  await page.goto("/submit/check");
  await page.getByRole("link", { name: /^Change.*title/i }).click();
  await expect(page).toHaveURL(/\/submit\/event/);
  await expect(page.locator("[name=title]")).toHaveValue(title);
  await fill(page, { title: `${title} too` });
  await proceed(page);
  await expect(page).toHaveURL(at("check"));
  await expect(page.getByRole("main")).toContainText(`${title} too`);
  await expect(page.getByRole("main")).toContainText("pat.lee@example.org");
});

test("every change link of the check page leads to the field it names", async ({ page }) => {
  await answerSteps(page, someEvent(unique("Links"), { more: { cost: "paid", price: "£3", booking: "Ring the hall", age: "Everybody", website: "https://example.org/" } }));
  await page.goto("/submit/check");
  const links = page.getByRole("main").getByRole("link", { name: /^Change/ });
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  const names = await links.allInnerTexts();
  expect(hrefs.length).toBeGreaterThanOrEqual(10);
  expect(new Set(names).size, "each makes sense alone").toBe(names.length);
  for (const href of new Set(hrefs)) {
    await page.goto(href);
    const field = new URL(href, page.url()).hash;
    if (field !== "") await expect(page.locator(field)).toBeVisible();
    await proceed(page);
    await expect(page).toHaveURL(at("check"));
  }
});

test("the form is left and taken up again where it stood", async ({ page }) => {
  const title = unique("Later");
  await answerSteps(page, someEvent(title), "when");
  await page.goto("/submit/where");
  await fill(page, { venue: "Parish Room, Withyham" });
  await press(page, "Save and come back later");
  await expect(page).toHaveURL(/\/submit\/later/);
  await page.goto("/submit");
  await expect(page.getByRole("main")).toContainText(title);
  await page.getByRole("link", { name: "Carry on" }).click();
  await expect(page).toHaveURL(at("more"));
  await page.goto("/submit/where");
  await expect(page.getByRole("radio", { name: "Parish Room, Withyham" })).toBeChecked();
  await page.goto("/submit/event");
  await expect(page.locator("[name=title]")).toHaveValue(title);
});

test("starting again forgets what was typed", async ({ page }) => {
  await answerSteps(page, someEvent(unique("Forget")), "when");
  await page.goto("/submit");
  await press(page, "Throw it away and start again");
  await page.goto("/submit/event");
  await expect(page.locator("[name=title]")).toHaveValue("");
});

test("changes are asked for, with words that the sender reads", async ({ page }) => {
  const title = unique("Plant swap");
  const reference = await submit(page, someEvent(title));
  await signIn(page);
  await page.goto(review(reference));
  await answer(page, [/personal/i]);
  await press(page, "Ask for changes");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Ask for changes");
  await expect(page.getByRole("main")).toContainText(/personal/i);
  const words = "Leave out the telephone number, or tick the box to show it.";
  await page.getByLabel("What needs to change").fill(words);
  await press(page, "Send and ask for changes");
  await expect(page.getByRole("status")).toContainText(title);
  await page.goto(review(reference));
  await expect(page.getByRole("main")).toContainText("Changes asked for");
  await expect(page.getByRole("main")).toContainText(words);
  await page.goto("/staff/messages");
  await page.getByRole("row").filter({ hasText: reference }).filter({ hasText: /change/i }).getByRole("link").first().click();
  await expect(page.getByRole("main")).toContainText(words);
  await page.goto(`/?q=${encodeURIComponent(title)}`);
  await expect(page.getByRole("main").getByRole("link", { name: title, exact: true })).toHaveCount(0);
});

for (const { reply, label, said } of [
  { reply: "no message", label: "No message", said: false },
  { reply: "the policy notice", label: "The policy notice", said: true },
  { reply: "a brief response", label: "A brief response", said: true },
]) {
  test(`an event is refused for a standard, with ${reply}`, async ({ page }) => {
    const title = unique("Kitchen sale");
    const reference = await submit(page, someEvent(title));
    await signIn(page);
    await page.goto(review(reference));
    await answer(page, [/commercial/i]);
    await press(page, "Refuse");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Refuse");
    await page.getByRole("radio", { name: /is not met/ }).check();
    await page.getByRole("radio", { name: label, exact: true }).check();
    if (reply === "a brief response") await page.getByLabel("Your response").fill("We list events, not sales.");
    await press(page, "Refuse the event");
    await page.goto(review(reference));
    const main = page.getByRole("main");
    await expect(main).toContainText("Refused");
    await expect(main).toContainText(/6\.1[01]/);
    if (said) await expect(main).toContainText(/The message to the sender/);
    else await expect(main).toContainText("No message was written to the sender.");
    if (reply === "a brief response") await expect(main).toContainText("We list events, not sales.");
    await page.goto("/staff/records");
    await expect(page.getByRole("row").filter({ hasText: reference })).toContainText("Refused");
  });
}

test("an event is refused for its nature, every standard being met", async ({ page }) => {
  const reference = await submit(page, someEvent(unique("Private party")));
  await signIn(page);
  await page.goto(review(reference));
  await answer(page);
  await press(page, "Refuse");
  await page.getByRole("radio", { name: "The nature of the event" }).check();
  await page.getByRole("radio", { name: "No message" }).check();
  await press(page, "Refuse the event");
  await page.goto(review(reference));
  await expect(page.getByRole("main")).toContainText(/nature of the event/i);
});

test("a decision that misses something says what, and keeps the answers", async ({ page }) => {
  const title = unique("Half checked");
  const reference = await submit(page, someEvent(title));
  await signIn(page);
  await page.goto(review(reference));
  await press(page, "Approve and list");
  await expect(page).toHaveTitle(/^Error: /);
  const problems = page.locator(".error-summary").getByRole("link");
  // Every standard, and why it can be listed although nobody confirmed the address.
  await expect(problems).toHaveCount((await page.locator("fieldset.standard").count()) + 1);
  await expect(problems.first()).toHaveText(/^Answer “/);
  await expect(problems.last()).toHaveAttribute("href", "#vouch");
  await answer(page, [/personal/i]);
  await press(page, "Approve and list");
  await expect(page.locator(".error-summary")).toContainText(/must be met/);
  await expect(page.getByRole("radio", { name: "Does not meet", exact: true }).and(page.locator(":checked"))).toHaveCount(1);
  await press(page, "Ask for changes");
  await press(page, "Send and ask for changes");
  await expect(page).toHaveTitle(/^Error: /);
  await press(page, "Back to the checklist");
  await expect(page.getByRole("radio", { name: "Does not meet", exact: true }).and(page.locator(":checked"))).toHaveCount(1);
  await press(page, "Refuse");
  await press(page, "Refuse the event");
  await expect(page).toHaveTitle(/^Error: /);
  await openFromQueue(page, title);
});

test("of two staff who decide at once one wins, and the other loses nothing typed", async ({ page, context }) => {
  const reference = await submit(page, someEvent(unique("Two at once")));
  await signIn(page);
  const other = await context.newPage();
  await page.goto(review(reference));
  await other.goto(review(reference));
  await answer(other, [/personal/i]);
  await press(other, "Ask for changes");
  await other.getByLabel("What needs to change").fill("Words that took a while to find.");
  await answer(page);
  await press(page, "Approve and list");
  await press(other, "Send and ask for changes");
  await expect(other.getByRole("heading", { level: 1 })).toContainText("Your decision was not made");
  await expect(other.getByRole("main")).toContainText("Words that took a while to find.");
  await other.goto(review(reference));
  await expect(other.getByRole("main")).toContainText("Listed");
});

for (const notice of [true, false]) {
  test(`a listed event is taken down ${notice ? "with" : "without"} the policy's sentence in its place`, async ({ page }) => {
    const title = unique("Taken down");
    const reference = await submit(page, someEvent(title));
    await signIn(page);
    const event = await list(page, reference);
    await page.goto(event);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await page.goto(review(reference));
    await page.getByRole("link", { name: "Take it down" }).click();
    await page.getByRole("button", { name: "Take it down" }).click();
    await expect(page).toHaveTitle(/^Error: /);
    await page.getByRole("radio", { name: "The organiser asked for it" }).check();
    await page.getByLabel("Why is it taken down?").fill("The organiser asked us to.");
    if (notice) await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Take it down" }).click();
    await expect(page.getByRole("status")).toContainText(title);
    const answered = await page.goto(event);
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(title);
    expect(answered?.status()).toBe(410);
    if (notice) await expect(page.getByRole("main")).toContainText("has been removed");
    else await expect(page.getByRole("main")).not.toContainText("has been removed");
    await page.goto(`/?q=${encodeURIComponent(title)}`);
    await expect(page.getByRole("main").getByRole("link", { name: title, exact: true })).toHaveCount(0);
    await page.goto(review(reference));
    await expect(page.getByRole("main")).toContainText("Taken down");
    await expect(page.getByRole("main")).toContainText("The organiser asked us to.");
  });
}

test("a staff page asks for the sign-in, goes on afterwards, and is shut after signing out", async ({ page }) => {
  await page.goto("/staff/listed");
  await expect(page).toHaveURL(/\/staff\/sign-in/);
  await page.getByLabel("Email address").fill("clerk@example.org");
  await page.getByLabel("Password").fill("not the password");
  await press(page, "Sign in");
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByLabel("Email address")).toHaveValue("clerk@example.org");
  await expect(page.getByLabel("Password")).toHaveValue("");
  await page.getByLabel("Password").fill(process.env.DEMO_PASSWORD ?? "");
  await press(page, "Sign in");
  await expect(page).toHaveURL(/\/staff\/listed$/);
  await press(page, "Sign out");
  await page.goto("/staff/listed");
  await expect(page).toHaveURL(/\/staff\/sign-in/);
});

test("what was ticked in a staff form waits while the session ends", async ({ page, context }) => {
  const title = unique("Signed out meanwhile");
  const reference = await submit(page, someEvent(title));
  await signIn(page);
  await page.goto(review(reference));
  await answer(page);
  await context.clearCookies();
  await press(page, "Approve and list");
  await expect(page.getByLabel("Password")).toBeVisible();
  // The event is not listed by somebody who is signed out.
  await page.goto(`/?q=${encodeURIComponent(title)}`);
  await expect(page.getByRole("main").getByRole("link", { name: title, exact: true })).toHaveCount(0);
});

test("nobody sends without agreeing", async ({ page }) => {
  await answerSteps(page, someEvent(unique("Not agreed")));
  await page.goto("/submit/check");
  await press(page, "Agree and send");
  await expect(page).toHaveTitle(/^Error: /);
  await agree(page);
  await press(page, "Agree and send");
  await expect(page).toHaveURL(/\/submit\/sent\//);
});
