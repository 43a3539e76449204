// The desk beside the three decisions: notes, wording, ready words, drafts, duplicates, keying in, blocks.

import { expect, test } from "./support/test.ts";
import { addClerk, answer, list, press, review, signIn } from "./support/desk.ts";
import { fill, proceedFrom, someEvent, submit, unique } from "./support/form.ts";
import { boxes, plus, today } from "./support/dates.ts";
import { confirm, mailTo, mailsTo, uniqueAddress } from "./support/mail.ts";

/** An event whose sender has an address of their own. */
const by = (email: string, title: string) => someEvent(title, { you: { name: "Ada Fern", email, group: "" } });

test("a note is kept for colleagues, and who has a submission in hand is seen by them", async ({ page, browser }) => {
  const [title, email] = [unique("In hand"), uniqueAddress("hand")];
  const reference = await submit(page, by(email, title));
  await signIn(page);
  await page.goto(review(reference));
  const history = page.locator("details.history");
  await history.locator("summary").click();
  await press(page, "Keep the note");
  await expect(page).toHaveTitle(/^Error: /);
  await page.getByLabel("Write a note to colleagues").fill("The hall is double-booked: ask.");
  await press(page, "Keep the note");
  await expect(page.getByRole("status")).toContainText("Your note is kept.");
  // What is ticked stays while the submission is taken in hand.
  await page.locator("fieldset.standard").first().getByRole("radio", { name: "Meets", exact: true }).check();
  await press(page, "Take it in hand");
  await expect(page.locator("fieldset.standard").first().getByRole("radio", { name: "Meets", exact: true })).toBeChecked();
  await expect(page.getByRole("button", { name: "Put it back" })).toBeVisible();

  const colleague = await addClerk(browser, "Bea Colleague");
  await colleague.goto(review(reference));
  await expect(colleague.getByRole("main")).toContainText("has this in hand");
  await colleague.locator("details.history summary").click();
  await expect(colleague.locator("details.history")).toContainText("The hall is double-booked: ask.");
  await page.goto(review(reference));
  await expect(page.getByRole("main")).toContainText("Bea Colleague has this open too.");
  await press(page, "Put it back");
  await colleague.goto(review(reference));
  await expect(colleague.getByRole("main")).not.toContainText("has this in hand");
  await colleague.context().close();
  expect(mailsTo(email).some((mail) => mail.text.includes("double-booked")), "a note is never mailed").toBe(false);
});

test("one button answers every standard, and nothing is decided by it", async ({ page }) => {
  const [title, email] = [unique("Meets all"), uniqueAddress("all")];
  const reference = await submit(page, by(email, title));
  await confirm(page, email);
  await signIn(page);
  await page.goto(review(reference));
  await press(page, "It meets them all");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.locator("fieldset.standard input:checked")).toHaveCount(await page.locator("fieldset.standard").count());
  await press(page, "Approve and list");
  await expect(page.getByRole("status")).toContainText(title);
});

test("staff put the wording right, and the sender is told what differs", async ({ page }) => {
  const [title, email] = [unique("Cofee mornign"), uniqueAddress("wording")];
  const reference = await submit(page, by(email, title));
  await confirm(page, email);
  await signIn(page);
  await page.goto(review(reference));
  await page.getByRole("link", { name: "Edit the wording myself" }).click();
  await fill(page, { title: "" });
  await press(page, "Keep the new wording");
  await expect(page).toHaveTitle(/^Error: /);
  const better = title.replace("Cofee mornign", "Coffee morning");
  await fill(page, { title: better });
  await press(page, "Keep the new wording");
  await expect(page.getByRole("status")).toContainText("The new wording is kept.");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(better);
  await expect(page.getByRole("main")).toContainText("What we changed in the wording");
  await list(page, reference);
  const mail = await mailTo(email, /your event is listed/);
  expect(mail.text).toContain("We changed the wording so that it can be listed.");
  expect(mail.text).toContain(`as you wrote it:\n${title}`);
  expect(mail.text).toContain(`as it reads now:\n${better}`);
});

test("spam is closed without a word, and can be opened again", async ({ page }) => {
  const [title, email] = [unique("Buy followers"), uniqueAddress("spam")];
  const reference = await submit(page, by(email, title));
  await mailTo(email, /confirm your email address/);
  await signIn(page);
  await page.goto(review(reference));
  await press(page, "Spam: close without replying");
  await expect(page.getByRole("status")).toContainText("was closed as spam");
  await page.goto("/staff/records?state=spam");
  await page.getByRole("main").getByRole("link", { name: title, exact: true }).click();
  await expect(page.getByRole("main")).toContainText("No message was written to the sender.");
  await press(page, "Open it again");
  await expect(page.getByRole("status")).toContainText("It is open again");
  await confirm(page, email);
  await list(page, reference);
  await mailTo(email, /your event is listed/);
  expect(mailsTo(email)).toHaveLength(2);
});

test("a brief response starts from ready words, waits as a draft, is read, changed and sent", async ({ page }) => {
  const [title, email] = [unique("Kitchen sale"), uniqueAddress("brief")];
  const reference = await submit(page, by(email, title));
  await confirm(page, email);
  await signIn(page);
  await page.goto(review(reference));
  await answer(page, [/commercial/i]);
  await press(page, "Refuse");
  await page.getByRole("radio", { name: /is not met/ }).check();
  await page.getByRole("radio", { name: "A brief response", exact: true }).check();
  await page.getByLabel("Words that are ready").selectOption({ label: "A promotion" });
  await press(page, "Use these words");
  const response = page.getByLabel("Your response");
  await expect(response).toHaveValue(/cannot carry sales, offers or advertisements/);
  await response.fill(`${await response.inputValue()}\n\nYour tea dance was lovely.`);
  await press(page, "Refuse the event");
  await page.getByRole("status").getByRole("link").click();
  await expect(page.getByRole("main")).toContainText("Read it before it goes");
  expect(mailsTo(email).filter((mail) => /not listed/.test(mail.subject)), "nothing goes before it is read").toEqual([]);

  const message = page.getByLabel("Message", { exact: true });
  await expect(message).toHaveValue(/Your tea dance was lovely\./);
  const body = await message.inputValue();
  await message.fill("");
  await press(page, "Send it");
  await expect(page).toHaveTitle(/^Error: /);
  await message.fill(body.replace("was lovely", "last month was lovely"));
  await press(page, "Keep it for later");
  await expect(page.getByRole("status")).toContainText("The words are kept");
  await press(page, "Send it");
  await expect(page.getByRole("status")).toContainText(`The message to ${email} is on its way.`);
  const mail = await mailTo(email, /not listed/);
  expect(mail.text).toContain("Your tea dance last month was lovely.");
  expect(mail.text).toContain("The council's decision is final");
  expect(mail.text).toContain("6.11");
});

test("a draft that is thrown away is never sent", async ({ page }) => {
  const email = uniqueAddress("thrown");
  const reference = await submit(page, by(email, unique("Thrown away")));
  await signIn(page);
  await page.goto(review(reference));
  await answer(page, [/commercial/i]);
  await press(page, "Refuse");
  await page.getByRole("radio", { name: /is not met/ }).check();
  await page.getByRole("radio", { name: "A brief response", exact: true }).check();
  await page.getByLabel("Your response").fill("We list events, not sales.");
  await press(page, "Refuse the event");
  await page.getByRole("status").getByRole("link").click();
  await page.getByRole("link", { name: "Throw it away" }).click();
  await page.getByRole("button", { name: "Throw it away" }).click();
  await expect(page.getByRole("status")).toContainText("was thrown away, and is not sent");
  expect(mailsTo(email).filter((mail) => /not listed/.test(mail.subject))).toEqual([]);
});

test("two that may be the same event are read side by side", async ({ page }) => {
  const title = unique("Lantern parade");
  const place = { where: { venue: "other", "venue-name": `Old forge ${title.slice(-9)}`, village: "Groombridge" } };
  const first = await submit(page, { ...by(uniqueAddress("one"), title), ...place });
  const second = await submit(page, { ...by(uniqueAddress("two"), `${title} again`), ...place });
  await signIn(page);
  await page.goto(review(second));
  const alike = page.locator("section", { has: page.getByRole("heading", { name: /Possible duplicate/ }) });
  await alike.getByRole("link", { name: new RegExp(`Compare side by side with “${title}”`) }).click();
  const main = page.getByRole("main");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Side by side");
  await expect(main).toContainText(/same day/);
  await expect(main).toContainText(first);
  await expect(main).toContainText(second);
  await expect(page.locator("section.differences ins")).toContainText("again");
  await page.getByRole("link", { name: "Back to the review" }).click();
  await expect(page).toHaveURL(new RegExp(`${second}$`));
});

test("an event that came by telephone is keyed in without an email address and listed", async ({ page }) => {
  const title = unique("Litter pick");
  const answers = someEvent(title, { you: { name: "Green Team caller", email: "", telephone: "07700 900456", group: "Green Team" } });
  await signIn(page);
  await page.getByRole("link", { name: "Key in an event" }).click();
  await page.getByRole("button", { name: /telephone/i }).click();
  for (const step of ["event", "when", "where", "more", "you"] as const) {
    await expect(page).toHaveURL(new RegExp(`/staff/key-in/telephone/[\\w-]+/${step}`));
    await fill(page, answers[step]);
    await proceedFrom(page, step);
  }
  const main = page.getByRole("main");
  await expect(main).toContainText(title);
  const tick = page.getByRole("checkbox");
  await expect(tick).not.toBeChecked();
  await press(page, "Put it in the queue");
  await expect(page).toHaveTitle(/^Error: /);
  await page.getByRole("checkbox").check();
  await press(page, "Put it in the queue");
  await expect(page.getByRole("status")).toContainText("It is in the queue as WO-");
  await expect(main).toContainText("No email address");
  await expect(main).toContainText(/by telephone/i);
  const reference = /WO-\w+/.exec(page.url())?.[0] ?? "";
  await answer(page, [/personal/i]);
  await press(page, "Ask for changes");
  await expect(main).toContainText("Nobody by email: there is no address");
  await press(page, "Back to the checklist");
  const event = await list(page, reference);
  await page.goto(event);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(main).not.toContainText("900456");
});

test("what a blocked sender sends in is held, decided on like any other, and comes back when unblocked", async ({ page }) => {
  const email = uniqueAddress("blocked");
  const first = await submit(page, by(email, unique("Sale one")));
  await signIn(page);
  await page.goto(`${review(first)}/sender`);
  await page.getByRole("link", { name: "Block the sender" }).click();
  await press(page, "Block the sender");
  await expect(page).toHaveTitle(/^Error: /);
  await page.getByRole("checkbox", { name: new RegExp(email) }).check();
  await page.getByLabel("Why are they blocked?").fill("The same sale for the fourth time.");
  await fill(page, boxes(plus(today(), 60), "review-"));
  await press(page, "Block the sender");
  await expect(page.getByRole("main")).toContainText("The same sale for the fourth time.");

  const titles = [unique("Sale two"), unique("Sale three")] as const;
  const held = await submit(page, by(email, titles[0]));
  await submit(page, by(email, titles[1]));
  await mailTo(email, /confirm your email address/, 3);
  await confirm(page, email, held);
  await page.goto("/staff/held");
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: titles[1], exact: true })).toBeVisible();
  await main.getByRole("link", { name: titles[0], exact: true }).click();
  await expect(page).toHaveURL(new RegExp(held));
  await list(page, held);
  await mailTo(email, /your event is listed/);

  await page.goto("/staff/settings/blocked");
  await expect(main).toContainText(email);
  await page.goto(`${review(first)}/sender`);
  await page.getByRole("link", { name: /^Unblock/ }).click();
  await page.getByRole("main").getByRole("button").first().click();
  await page.goto("/staff/held");
  await expect(main.getByRole("link", { name: titles[1], exact: true })).toHaveCount(0);
});

test("the log tells of every act and proves that nothing was taken out", async ({ page }) => {
  const reference = await submit(page, by(uniqueAddress("logged"), unique("Logged")));
  await signIn(page);
  await list(page, reference);
  await page.goto("/staff/records/log");
  await expect(page.getByRole("main")).toContainText(reference);
  await page.getByRole("link", { name: "Check the log" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check the log");
  await expect(page.getByRole("main")).toContainText(/All \d+ entries are whole and in order/);
});
