// A sender's own way: from the receipt in the mailbox to the private page and all that it does.

import { expect, test } from "./support/test.ts";
import { answer, list, press, review, signIn } from "./support/desk.ts";
import { agree, fill, proceed, receiptReference, someEvent, submit, unique, type Answers } from "./support/form.ts";
import { confirm, mailTo, mailsTo, privateLink, privatePage, uniqueAddress } from "./support/mail.ts";
import { expectProblems } from "./support/problems.ts";

/** An everyday event from an address of its own. */
function from(email: string, title: string, changes: Partial<Answers> = {}): Answers {
  return someEvent(title, { ...changes, you: { name: "Ada Fern", email, group: "Friends of the Hall", ...changes.you } });
}

test("a mail asks for the address, its link opens the private page, only the button confirms, and then the receipt arrives", async ({ page }) => {
  const [title, email] = [unique("Confirmed"), uniqueAddress("confirm")];
  const reference = await submit(page, from(email, title));
  const asks = await mailTo(email, /confirm your email address/);
  expect(asks.envelope).toEqual([email]);
  expect(asks.cc).toBe("");
  expect(asks.subject).toBe(`What's On: confirm your email address (${reference})`);
  for (const theirs of [title, "Ada Fern"]) expect(asks.text).not.toContain(theirs);

  // Mail programs open links by themselves: that changes nothing.
  const link = privateLink(asks);
  for (let times = 0; times < 2; times += 1) {
    const opened = await page.goto(link);
    expect(opened?.headers()["cache-control"]).toContain("no-store");
    expect(opened?.headers()["referrer-policy"]).toBe("no-referrer");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.getByRole("main")).toContainText("Waiting to be read");
    await expect(page.getByRole("heading", { name: "Confirm your email address" })).toBeVisible();
  }
  await press(page, "Yes, this is my address");
  await expect(page.getByRole("status")).toContainText("Your email address is confirmed.");
  await expect(page.getByRole("heading", { name: "Confirm your email address" })).toHaveCount(0);
  const receipt = await mailTo(email, /we have your event/);
  expect(receipt.subject).toBe(`${title}: we have your event (${reference})`);
  for (const words of ["Dear Ada Fern", "The council's decision is final", "not a formal communication", "does not accept any responsibility"]) {
    expect(receipt.text).toContain(words);
  }

  await signIn(page);
  await page.goto(review(reference));
  await expect(page.getByRole("main")).toContainText("Email confirmed");
  await expect(page.locator("[name=vouch]")).toHaveCount(0);
  await list(page, reference);
  const listed = await mailTo(email, /your event is listed/);
  await page.goto(privateLink(listed));
  await expect(page.getByRole("main")).toContainText("It is on What’s On for everybody to see.");
  await page.getByRole("link", { name: "See it as everybody does" }).click();
  await expect(page).toHaveURL(/\/events\//);
});

test("an address that nobody confirmed needs a reason before the event is listed", async ({ page }) => {
  const reference = await submit(page, from(uniqueAddress("unconfirmed"), unique("Unconfirmed")));
  await signIn(page);
  await page.goto(review(reference));
  await expect(page.getByRole("main")).toContainText("Email not confirmed");
  const standards = page.locator("fieldset.standard");
  for (let n = 0; n < (await standards.count()); n += 1) {
    await standards.nth(n).getByRole("radio", { name: "Meets", exact: true }).check();
  }
  await press(page, "Approve and list");
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator(".error-summary").getByRole("link")).toHaveCount(1);
  await page.locator('[name="vouch"][value="spoken"]').check();
  await press(page, "Approve and list");
  await page.goto(review(reference));
  await expect(page.getByRole("main")).toContainText("Listed");
});

test("changes are asked for, made on the private page, sent again and listed", async ({ page }) => {
  const [title, email] = [unique("Plant swap"), uniqueAddress("swap")];
  const reference = await submit(page, from(email, title, { event: { title, description: "Ring Jo on 07700 900123.", type: "community" } }));
  await confirm(page, email);
  await signIn(page);
  await page.goto(review(reference));
  await answer(page, [/personal/i]);
  await press(page, "Ask for changes");
  const words = "Leave out the telephone number, or tick the box to show it.";
  await page.getByLabel("What needs to change").fill(words);
  await press(page, "Send and ask for changes");
  await page.context().clearCookies();

  const asked = await mailTo(email, /a change is needed/);
  expect(asked.text).toContain(words);
  await page.goto(privateLink(asked));
  const main = page.getByRole("main");
  await expect(main).toContainText("A change is needed");
  await expect(main).toContainText(words);
  await press(page, "Change it and send it again");
  await expect(page).toHaveURL(/\/edit\/check/);
  await page.getByRole("link", { name: /^Change.*description/i }).click();
  await expect(page.locator("[name=title]")).toHaveValue(title);
  await fill(page, { description: "" });
  await proceed(page);
  await expectProblems(page, [["description", /^Describe|^Enter/]]);
  await fill(page, { description: "Ask at the hall." });
  await proceed(page);
  await agree(page);
  await press(page, "Agree and send the change");
  await expect(page.getByRole("status")).toContainText("Your change was sent.");
  await expect(main).toContainText("Waiting to be read");
  await mailTo(email, /we have your change/);

  await signIn(page);
  await page.goto("/staff");
  await page.goto(review(reference));
  await expect(main).toContainText("Ask at the hall.");
  const event = await list(page, reference);
  await mailTo(email, /your event is listed/);
  await page.goto(event);
  await expect(main).not.toContainText("900123");
});

test("a change of a listed event waits while the page stays as it was, and staff see what differs", async ({ page }) => {
  const [title, email] = [unique("Walk"), uniqueAddress("walk")];
  const reference = await submit(page, from(email, title));
  await confirm(page, email);
  await signIn(page);
  const event = await list(page, reference);
  await page.context().clearCookies();

  await page.goto(await privatePage(email, /listed/));
  await press(page, "Propose a change");
  await page.getByRole("link", { name: /^Change.*place/i }).click();
  await fill(page, { venue: "Parish Room, Withyham" });
  await proceed(page);
  await page.goBack();
  await page.goto(await privatePage(email, /listed/));
  await expect(page.getByRole("heading", { name: "You began a change and have not sent it" })).toBeVisible();
  await page.getByRole("link", { name: "Carry on with it" }).click();
  await agree(page);
  await press(page, "Agree and send the change");
  const main = page.getByRole("main");
  await expect(main).toContainText("until it is approved, the page stays as it is");

  await page.goto(event);
  await expect(main).toContainText("Village Hall, Groombridge");
  await signIn(page);
  await page.goto(review(reference));
  await expect(main).toContainText("Change to a listed event");
  const differences = page.locator("section.differences");
  await expect(differences).toContainText("Parish Room, Withyham");
  await expect(differences).toContainText("Village Hall, Groombridge");
  await expect(differences).not.toContainText("Coffee, cake and a chat");
  await answer(page);
  await press(page, "Approve the change");
  await page.goto(event);
  await expect(main).toContainText("Parish Room, Withyham");
  await mailTo(email, /your change is on the page/);
});

test("a change of a listed event that is refused leaves the page as it was", async ({ page }) => {
  const [title, email] = [unique("Choir"), uniqueAddress("choir")];
  const reference = await submit(page, from(email, title));
  await confirm(page, email);
  await signIn(page);
  const event = await list(page, reference);
  await page.goto(await privatePage(email, /listed/));
  await press(page, "Propose a change");
  await page.getByRole("link", { name: /^Change.*description/i }).click();
  await fill(page, { description: "Now with 20% off at Kitchens and Co." });
  await proceed(page);
  await agree(page);
  await press(page, "Agree and send the change");
  await page.goto(review(reference));
  await answer(page, [/commercial/i]);
  await press(page, "Refuse the change");
  await page.getByRole("radio", { name: /is not met/ }).check();
  await page.getByRole("radio", { name: "The policy notice", exact: true }).check();
  await press(page, "Refuse the change");
  await page.goto(event);
  await expect(page.getByRole("main")).toContainText("Coffee, cake and a chat");
  await expect(page.getByRole("main")).not.toContainText("Kitchens");
  await page.goto(await privatePage(email, /policy on events/));
  await expect(page.getByRole("main")).toContainText("Listed");
});

test("fully booked and cancelled are said at once, and a withdrawn event leaves the list", async ({ page }) => {
  const [title, email] = [unique("Supper"), uniqueAddress("supper")];
  const reference = await submit(page, from(email, title));
  await confirm(page, email);
  await signIn(page);
  const event = await list(page, reference);
  await page.context().clearCookies();
  const own = await privatePage(email, /listed/);
  const main = page.getByRole("main");
  for (const [choice, shown] of [["Fully booked", /fully booked/i], ["Cancelled", /cancelled/i], ["Going ahead", /./]] as const) {
    await page.goto(own);
    await page.getByRole("radio", { name: choice, exact: true }).check();
    await press(page, "Say so on the event’s page");
    await expect(page.getByRole("status")).toContainText("The event’s page says so now.");
    await page.goto(event);
    await expect(main).toContainText(shown);
    const ics = await (await page.request.get(`${event}.ics`)).text();
    if (choice === "Cancelled") expect(ics).toContain("STATUS:CANCELLED");
    else expect(ics).not.toContain("STATUS:CANCELLED");
  }
  await expect(main).not.toContainText(/cancelled|fully booked/i);

  await page.goto(own);
  await page.getByRole("link", { name: "Withdraw this event" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Withdraw");
  await page.getByRole("link", { name: "Keep it" }).click();
  await expect(main).toContainText("It is on What’s On for everybody to see.");
  await page.getByRole("link", { name: "Withdraw this event" }).click();
  await press(page, "Withdraw it");
  await expect(page.getByRole("status")).toContainText("Your event is withdrawn.");
  expect((await page.request.get(event)).status()).toBeGreaterThanOrEqual(404);
  await page.goto(`/?q=${encodeURIComponent(title)}`);
  await expect(main.getByRole("link", { name: title, exact: true })).toHaveCount(0);
  await signIn(page);
  await page.goto(review(reference));
  await expect(main).toContainText("Withdrawn");
});

test("a lost link is mailed anew, and nobody learns who has sent events in", async ({ page }) => {
  const [title, email] = [unique("Lost link"), uniqueAddress("lost")];
  await submit(page, from(email, title));
  await confirm(page, email);
  await page.goto("/manage");
  await press(page, "Send me a new link");
  await expectProblems(page, [["email", "Enter an email address like name@example.org"]]);
  const stranger = uniqueAddress("stranger");
  const said: string[] = [];
  for (const address of [stranger, email]) {
    await page.goto("/manage");
    await page.getByLabel("Your email address").fill(address);
    await press(page, "Send me a new link");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look in your email");
    said.push(await page.getByRole("main").innerText());
  }
  expect(said[0]).toBe(said[1]);
  const mail = await mailTo(email, /your private links/);
  await page.goto(privateLink(mail));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  expect(mailsTo(stranger)).toEqual([]);

  const answered = await page.goto(`${privateLink(mail).slice(0, -1)}${privateLink(mail).endsWith("A") ? "B" : "A"}`);
  expect(answered?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link does not work any more");
});

test("a refused event is changed and sent in as a new one, with every answer kept", async ({ page }) => {
  const [title, email] = [unique("Kitchen sale"), uniqueAddress("again")];
  const reference = await submit(page, from(email, title, { more: { cost: "paid", price: "£3", age: "Everybody", website: "https://example.org/sale" } }));
  await confirm(page, email);
  await signIn(page);
  await page.goto(review(reference));
  await answer(page, [/commercial/i]);
  await press(page, "Refuse");
  await page.getByRole("radio", { name: /is not met/ }).check();
  await page.getByRole("radio", { name: "The policy notice", exact: true }).check();
  await press(page, "Refuse the event");
  await page.context().clearCookies();

  await page.goto(await privatePage(email, /policy on events/));
  const main = page.getByRole("main");
  await expect(main).toContainText("The council’s decision is final.");
  await press(page, "Change it and send it in as a new event");
  await expect(page).toHaveURL(/\/submit\/check/);
  for (const words of [title, "Coffee, cake and a chat. Raffle.", "£3", "Everybody", "example.org/sale", "Village Hall, Groombridge", email, "Ada Fern"]) {
    await expect(main).toContainText(words);
  }
  await page.getByRole("link", { name: /^Change.*title/i }).click();
  await fill(page, { title: `${title} for the hall` });
  await proceed(page);
  await agree(page);
  await press(page, "Agree and send");
  await expect(page).toHaveURL(/\/submit\/sent\//);
  expect(await receiptReference(page)).not.toBe(reference);
});
