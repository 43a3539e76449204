// Every page in every state, as axe and html-validate see it: at three widths, by day and by night.

import { expect, test, type Page } from "./support/test.ts";
import { expectNothingLost } from "./support/checks.ts";
import { addClerk, answer, list, press, review, signIn } from "./support/desk.ts";
import { begin, fill, answerSteps, fillSteps, proceed, proceedFrom, someEvent, submit, unique } from "./support/form.ts";
import { boxes, plus, today } from "./support/dates.ts";
import { look, lookAtAnswer, visit } from "./support/look.ts";
import { confirm, privatePage, uniqueAddress } from "./support/mail.ts";
import { runWhatson } from "./support/program.ts";

// A style added for the spacing is not the page's own: the policy that forbids it is lifted here,
// and tested in requests.spec.ts.
test.use({ bypassCSP: true });
test.describe.configure({ timeout: 300_000 });

for (const path of [
  "/",
  "/?q=nothing+like+it&free=yes&when=weekend",
  "/?when=week&type=talk&step-free=yes",
  "/?page=2",
  "/?page=99",
  "/?q=cofee&hearing-loop=yes&toilet=not-told&for=families&when=soon",
]) {
  test(`the listing ${path}`, async ({ page }) => visit(page, path));
}

test("this month, this month narrowed down, and today", async ({ page }) => {
  const date = new Date().toISOString().slice(0, 10);
  await visit(page, `/month/${date.slice(0, 7)}`);
  await visit(page, `/month/${date.slice(0, 7)}?free=yes&q=tea&type=%00`);
  await visit(page, `/day/${date}`);
  await visit(page, "/day/2020-02-29");
});

for (const path of ["/standards", "/privacy", "/cookies", "/accessibility", "/how-we-decide", "/submit", "/submit/event", "/staff/sign-in"]) {
  test(`the page ${path}`, async ({ page }) => visit(page, path));
}

test("a page that is not there, and an event that is not there", async ({ page }) => {
  await visit(page, "/no-such-page", 404);
  await visit(page, "/events/no-such-event", 404);
});

test("a page that cannot be opened like that", async ({ page }) => {
  await visit(page, "/submit/start-again", 405);
});

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
  await visit(page, "/submit");
  await visit(page, "/submit/later");
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

test("the desk: its lists, empty searches and records", async ({ page }) => {
  await signIn(page);
  for (const path of ["/staff", "/staff/listed", "/staff/listed?q=nothing+like+it", "/staff/messages", "/staff/messages?show=to-read", "/staff/settings/notices", "/staff/records", "/staff/records?q=nothing&state=refused"]) {
    await visit(page, path);
  }
  await page.goto("/staff/messages");
  await page.setViewportSize({ width: 1280, height: 900 });
  const message = await page.getByRole("table").getByRole("link").first().getAttribute("href");
  await visit(page, message ?? "");
});

test("the desk: a review, its problems, both second steps and their problems", async ({ page }) => {
  const reference = await submit(page, someEvent(unique("To be looked at")));
  await signIn(page);
  await visit(page, review(reference));
  await page.setViewportSize({ width: 1280, height: 900 });
  await lookAtAnswer(page, "review with problems", () => press(page, "Approve and list"));
  await answer(page, [/personal/i, /commercial/i]);
  await lookAtAnswer(page, "ask for changes", () => press(page, "Ask for changes"));
  await lookAtAnswer(page, "ask for changes with problems", () => press(page, "Send and ask for changes"));
  await press(page, "Back to the checklist");
  await lookAtAnswer(page, "refuse", () => press(page, "Refuse"));
  await lookAtAnswer(page, "refuse with problems", () => press(page, "Refuse the event"));
  await page.getByRole("radio", { name: "The policy notice" }).check();
  await press(page, "Refuse the event");
  await visit(page, review(reference));
});

test("the desk: a listed event, its removal, and what is left", async ({ page }) => {
  const reference = await submit(page, someEvent(unique("To be removed")));
  await signIn(page);
  const event = await list(page, reference);
  await visit(page, review(reference));
  await visit(page, `${review(reference)}/take-down`);
  await lookAtAnswer(page, "take down with problems", () => page.getByRole("button", { name: "Take it down" }).click());
  await page.getByRole("radio", { name: "The organiser asked for it" }).check();
  await page.getByLabel("Why is it taken down?").fill("Asked to.");
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Take it down" }).click();
  await visit(page, event, 410);
  await visit(page, review(reference));
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

test("the door to the desk: problems, and the link for a new member of staff", async ({ page }) => {
  await page.goto("/staff/sign-in");
  await lookAtAnswer(page, "sign-in with problems", () => press(page, "Sign in"));
  const email = `${unique("new").replace(/ /g, ".").toLowerCase()}@example.org`;
  const said = runWhatson("staff", "add", email, "--name", "New Person");
  const link = /\/staff\/welcome\/[\w-]+/.exec(said)?.[0];
  expect(link, said).toBeDefined();
  await visit(page, link ?? "");
  await lookAtAnswer(page, "welcome with problems", () => press(page, "Set the password"));
  const words = "four lamps under water";
  await page.getByLabel("Password", { exact: true }).fill(words);
  await page.getByLabel("The same password again").fill(words);
  // How a second step is set up, second-factor.spec.ts tells.
  const heading = page.getByRole("heading", { level: 1 });
  await press(page, "Set the password");
  await expect(heading).toHaveText("Choose a second step");
  await press(page, "Sign out");
  await expect(heading).toHaveText("Staff sign in");
  await page.goto("/staff/sign-in");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(words);
  await press(page, "Sign in");
  await expect(heading).toHaveText("Choose a second step");
  await page.context().clearCookies();
  await visit(page, link ?? "", 404);
});

/** Sends an event from an address of its own. Returns its reference and the address. */
async function sendFrom(page: Page, title: string, description = "Coffee, cake and a chat."): Promise<[string, string]> {
  const email = uniqueAddress("looked");
  const event = { title: unique(title), description, type: "coffee" };
  return [await submit(page, someEvent("", { event, you: { name: "Ada Fern", email, group: "Looked at" } })), email];
}

test("the private page: waiting, a change asked for, being changed, with problems", async ({ page }) => {
  const [reference, email] = await sendFrom(page, "Private page");
  const own = await privatePage(email);
  await visit(page, own);
  await page.setViewportSize({ width: 1280, height: 900 });
  await press(page, "Yes, this is my address");
  await look(page, "private page, confirmed");
  await signIn(page);
  await page.goto(review(reference));
  await answer(page, [/personal/i]);
  await press(page, "Ask for changes");
  await page.getByLabel("What needs to change").fill("Leave the name out.\n\nAnd the street.");
  await press(page, "Send and ask for changes");
  await visit(page, own);
  await press(page, "Change it and send it again");
  await look(page, "change, check");
  await page.getByRole("link", { name: /^Change.*title/i }).click();
  await look(page, "change, event");
  await fill(page, { title: "" });
  await lookAtAnswer(page, "change, event with problems", () => proceed(page));
  await visit(page, own);
});

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

test("the private page: refused, and the ways to a lost link", async ({ page }) => {
  const [reference, email] = await sendFrom(page, "Private refused");
  const own = await privatePage(email);
  await signIn(page);
  await page.goto(review(reference));
  await answer(page, [/commercial/i]);
  await press(page, "Refuse");
  await page.getByRole("radio", { name: "The policy notice" }).check();
  await press(page, "Refuse the event");
  await page.context().clearCookies();
  await visit(page, own);
  await visit(page, `/manage/${"a".repeat(43)}`, 404);
  await visit(page, "/manage");
  await lookAtAnswer(page, "lost link with problems", () => press(page, "Send me a new link"));
  await visit(page, "/manage/asked");
});

test("the desk: a review with hints, a duplicate, a colleague, the wording and a note", async ({ page, browser }) => {
  const words = "COME AND SEE!!! Ring Pat on 07700 900123 or call round to 3 Mill Cottages. 20% off. Vote for the Meadow Party. See www.kitchens.example";
  const [reference] = await sendFrom(page, "Hinted", words);
  const [other] = await sendFrom(page, "Hinted", words);
  const colleague = await addClerk(browser, "Dee Colleague");
  await colleague.goto(review(reference));
  await press(colleague, "Take it in hand");
  await signIn(page);
  await visit(page, review(reference));
  await visit(page, "/staff");
  await visit(page, `${review(reference)}/beside/${other}`);
  await visit(page, `${review(reference)}/wording`);
  await fill(page, { title: "" });
  await lookAtAnswer(page, "wording with problems", () => press(page, "Keep the new wording"));
  await fill(page, { title: unique("Reworded") });
  await press(page, "Keep the new wording");
  await look(page, "review, reworded");
  await page.locator("details.history summary").click();
  await lookAtAnswer(page, "note with problems", () => press(page, "Keep the note"));
  await visit(page, `${review(reference)}?turn=yes`);
  await press(page, "It meets them all");
  await lookAtAnswer(page, "review without a reason", () => press(page, "Approve and list"));
  await press(page, "Spam: close without replying");
  await visit(page, review(reference));
  await colleague.context().close();
});

test("the desk: a brief response, its draft, sent and thrown away", async ({ page }) => {
  for (const [end, button] of [["sent", "Send it"], ["thrown away", "Throw it away"]] as const) {
    const [reference] = await sendFrom(page, `Draft ${end}`);
    await signIn(page);
    await page.goto(review(reference));
    await answer(page, [/commercial/i]);
    await press(page, "Refuse");
    await page.getByRole("radio", { name: "A brief response", exact: true }).check();
    await page.getByLabel("Words that are ready").selectOption({ label: "A promotion" });
    await lookAtAnswer(page, "refuse with ready words", () => press(page, "Use these words"));
    await page.setViewportSize({ width: 1280, height: 900 });
    await press(page, "Refuse the event");
    await page.getByRole("status").getByRole("link").click();
    const draft = page.url();
    await visit(page, draft);
    if (end === "sent") {
      await page.getByLabel("Message", { exact: true }).fill("");
      await lookAtAnswer(page, "draft with problems", () => press(page, button));
      await page.goto(draft);
      await press(page, button);
    } else {
      await visit(page, `${draft}/throw-away`);
      await page.getByRole("button", { name: button }).click();
    }
    await visit(page, draft);
  }
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

test("the desk: the sender, a block, what is held, and unblocking", async ({ page }) => {
  const [reference, email] = await sendFrom(page, "Blocked");
  await signIn(page);
  await visit(page, `${review(reference)}/sender`);
  await visit(page, `${review(reference)}/sender/block`);
  await lookAtAnswer(page, "block with problems", () => press(page, "Block the sender"));
  await page.getByRole("checkbox", { name: new RegExp(email) }).check();
  await page.getByLabel("Why are they blocked?").fill("Again and again.");
  await fill(page, boxes(plus(today(), 60), "review-"));
  await press(page, "Block the sender");
  await look(page, "sender, blocked");
  await submit(page, someEvent(unique("Held"), { you: { email } }));
  await visit(page, "/staff/held");
  await visit(page, "/staff/settings/blocked");
  await page.goto(`${review(reference)}/sender`);
  await page.getByRole("link", { name: /^Unblock/ }).click();
  await look(page, "unblock");
});

test("the desk: settings, ready replies, guidance, shortcuts, the log and its check", async ({ page, browser }) => {
  await signIn(page);
  for (const path of ["/staff/settings", "/staff/settings/council", "/staff/settings/guidance", "/staff/settings/replies", "/staff/settings/replies/new", "/staff/settings/policy", "/staff/shortcuts", "/staff/settings/notices", "/staff/records/log", "/staff/records/log?reference=x&from=99", "/staff/records/log/check"]) {
    await visit(page, path, path.includes("from=99") ? 422 : 200);
  }
  await page.goto("/staff/settings/replies/new");
  await lookAtAnswer(page, "reply with problems", () => page.locator("main form button").last().click());
  await page.goto("/staff/settings/replies");
  await page.locator("main a[href^='/staff/settings/replies/']").nth(1).click();
  await look(page, "a reply");
  await page.goto("/staff/settings/guidance");
  await page.locator("main a[href^='/staff/settings/guidance/']").first().click();
  await look(page, "a guidance note");
  const clerk = await addClerk(browser, "Eve Moderator");
  await visit(clerk, "/staff/settings/council", 403);
  await clerk.context().close();
});

test("pages hold together in forced colours and when printed", async ({ page }) => {
  await answerSteps(page, someEvent(unique("Forced colours")));
  for (const path of ["/", "/submit/when", "/submit/check", "/standards"]) {
    await page.goto(path);
    await page.emulateMedia({ forcedColors: "active" });
    await expectNothingLost(page, `${path}, forced colours`);
    // A control is told from the page by its border, a chosen one by its mark.
    const borderless = await page.evaluate(() =>
      [...document.querySelectorAll("main input:not([type=hidden]), main textarea, main select, main .button")]
        .filter((control) => control.getBoundingClientRect().width > 2 && getComputedStyle(control).opacity !== "0")
        .filter((control) => {
          const style = getComputedStyle(control);
          return style.borderTopStyle === "none" && style.outlineStyle === "none" && style.appearance === "none";
        })
        .map((control) => control.outerHTML.slice(0, 80)),
    );
    expect(borderless, `${path}: controls without a border in forced colours`).toEqual([]);
    expect((await page.screenshot()).length).toBeGreaterThan(5_000);
    await page.emulateMedia({ forcedColors: "none", media: "print" });
    expect((await page.pdf()).length).toBeGreaterThan(5_000);
    await page.emulateMedia({ media: "screen" });
  }
});

test("words twice as large lose nothing", async ({ page }) => {
  for (const path of ["/", "/submit/event", "/standards"]) {
    await page.setViewportSize({ width: 640, height: 800 });
    await page.goto(path);
    await page.addStyleTag({ content: "html { font-size: 200% !important }" });
    await expectNothingLost(page, `${path}, 200% text`);
  }
});
