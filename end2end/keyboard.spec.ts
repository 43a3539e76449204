// The keyboard alone: no mouse, no touch. The focus is seen at every stop.

import { expect, test } from "./support/test.ts";
import { CLERK, addClerk, list, password, review, signIn } from "./support/desk.ts";
import { at, begin, eventDay, eventDayInWords, answerSteps, proceed, receiptReference, someEvent, submit, unique } from "./support/form.ts";
import { mailsAbout, privateLink, privatePage, uniqueAddress } from "./support/mail.ts";
import { choose, pressEnter, pressSpace, tabTo, typeInto, walk } from "./support/keyboard.ts";

test("an event is sent in with the keyboard alone", async ({ page }) => {
  const title = unique("Keyboard club");
  const field = (name: string) => page.locator(`main [name="${name}"]`).first();
  const goOn = () => pressEnter(page, page.getByRole("button", { name: "Continue", exact: true }));
  await begin(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the main content" })).toBeFocused();
  await page.keyboard.press("Enter");

  await typeInto(page, field("title"), title);
  await typeInto(page, field("description"), "Typing, and nothing else.");
  await typeInto(page, field("type"), "Coffee");
  await goOn();

  await expect(page).toHaveURL(at("when"));
  const day = eventDay();
  await typeInto(page, field("day"), String(day.getUTCDate()));
  await typeInto(page, field("month"), String(day.getUTCMonth() + 1));
  await typeInto(page, field("year"), String(day.getUTCFullYear()));
  await typeInto(page, field("start"), "10am");
  await typeInto(page, field("finish"), "12");
  await choose(page, page.locator('[name="repeats"][value="once"]'));
  await goOn();

  await expect(page).toHaveURL(at("where"));
  await choose(page, page.getByRole("radio", { name: "Village Hall, Groombridge" }));
  await goOn();

  await expect(page).toHaveURL(at("more"));
  await choose(page, page.locator('[name="cost"][value="free"]'));
  await goOn();

  await expect(page).toHaveURL(at("picture"));
  await goOn();

  await expect(page).toHaveURL(at("you"));
  await typeInto(page, field("name"), "Kit Keys");
  await typeInto(page, field("email"), "kit@example.org");
  await goOn();

  await expect(page).toHaveURL(at("check"));
  await expect(page.getByRole("main")).toContainText(`${eventDayInWords()}, 10am to midday`);
  await pressSpace(page, page.getByRole("checkbox", { name: /I confirm/ }));
  await pressEnter(page, page.getByRole("button", { name: "Agree and send" }));
  await expect(page).toHaveURL(/\/submit\/sent\//);
  await receiptReference(page);
});

test("staff sign in and decide with the keyboard alone", async ({ page, browser }) => {
  const title = unique("Keyboard decision");
  const sender = await browser.newPage();
  const reference = await submit(sender, someEvent(title));
  await sender.context().close();

  await page.goto("/staff/sign-in");
  await typeInto(page, page.getByLabel("Email address"), CLERK);
  await typeInto(page, page.getByLabel("Password"), password());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("To decide");
  const link = page.getByRole("main").getByRole("link", { name: title, exact: true });
  for (let next = 2; (await link.count()) === 0; next += 1) {
    await pressEnter(page, page.getByRole("link", { name: "Next page" }));
    await expect(page).toHaveURL(new RegExp(`page=${next}$`));
    await expect(page.getByRole("contentinfo")).toBeVisible();
  }
  await pressEnter(page, link);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  const standards = page.locator("fieldset.standard");
  for (let n = 0; n < (await standards.count()); n += 1) {
    await choose(page, standards.nth(n).getByRole("radio", { name: "Meets", exact: true }));
  }
  await choose(page, page.locator('[name="vouch"][value="known"]'));
  // Enter in a list of radio buttons decides nothing.
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  await expect(page.getByRole("status")).toHaveCount(0);
  await pressEnter(page, page.getByRole("button", { name: "Approve and list" }));
  await expect(page.getByRole("status")).toContainText(title);

  await page.goto(review(reference));
  await pressEnter(page, page.getByRole("link", { name: "Take it down" }));
  await choose(page, page.getByRole("radio", { name: "Another reason" }));
  await typeInto(page, page.getByLabel("Why is it taken down?"), "To try it.");
  await tabTo(page, page.getByRole("button", { name: "Take it down" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText(title);
});

test("an ordinary event takes two keys once it is read, and the next one is shown", async ({ page }) => {
  let keys = 0;
  const key = async (name: string) => {
    keys += 1;
    await page.keyboard.press(name);
  };
  const reference = () => /WO-\w+/.exec(page.url())?.[0] ?? "";
  /** The demonstration's senders confirm by a link that they ask for, as anybody can. */
  const confirmSender = async () => {
    const email = await page.locator("main a[href^='mailto:']").first().innerText();
    await page.request.post("/manage", { headers: { "sec-fetch-site": "same-origin" }, form: { email }, maxRedirects: 0 });
    for (const mail of await mailsAbout(email, reference())) {
      await page.request.post(`${privateLink(mail, reference())}/confirm`, { headers: { "sec-fetch-site": "same-origin" }, form: {}, maxRedirects: 0 });
    }
    await page.reload();
  };

  await signIn(page);
  await page.goto("/staff");
  await key("o");
  await expect(page).toHaveURL(/turn=yes/);
  const listed: string[] = [];
  for (let cases = 0; cases < 2; cases += 1) {
    listed.push(reference());
    await confirmSender();
    keys = 0;
    await key("m");
    await expect(page.locator("fieldset.standard input:checked")).toHaveCount(await page.locator("fieldset.standard").count());
    await key("l");
    await expect(page.getByRole("status")).toContainText("is listed");
    expect(keys, "keys a case once it is read").toBeLessThanOrEqual(2);
    expect(listed, "the next one is shown").not.toContain(reference());
    await expect(page).toHaveURL(/submissions\/WO-\w+\?turn=yes/);
  }
  for (const one of listed) {
    await page.goto(review(one));
    await expect(page.getByRole("main")).toContainText("Listed");
  }
});

test("a key does nothing while one types, and nothing at all once shortcuts are turned off", async ({ page, browser }) => {
  const reference = await submit(page, someEvent(unique("No keys")));
  // Turned off for one person only.
  const clerk = await addClerk(browser, "Cal Keys");
  await clerk.goto(review(reference));
  await clerk.locator("details.decide-note summary").click();
  await clerk.getByLabel("Note for staff").fill("");
  await clerk.keyboard.type("ml cars? 1");
  await expect(clerk.getByLabel("Note for staff")).toHaveValue("ml cars? 1");
  await expect(clerk.locator("fieldset.standard input:checked")).toHaveCount(0);
  await clerk.keyboard.press("Tab");
  await clerk.keyboard.press("3");
  await expect(clerk.locator("fieldset.standard").nth(2).locator("input").first()).toBeFocused();

  await clerk.keyboard.press("?");
  await expect(clerk.getByRole("heading", { level: 1 })).toHaveText("Keyboard shortcuts");
  await clerk.getByRole("button", { name: "Turn them off" }).click();
  await expect(clerk.getByRole("status")).toContainText("Keyboard shortcuts are off for you.");
  await clerk.goto(review(reference));
  for (const name of ["m", "l", "s", "?"]) await clerk.keyboard.press(name);
  await expect(clerk.locator("fieldset.standard input:checked")).toHaveCount(0);
  await expect(clerk).toHaveURL(new RegExp(`${reference}$`));
  await clerk.context().close();
});

// The wide layout and the narrow one, in a window as low as a phone on its side leaves.
for (const [width, height] of [[1280, 900], [320, 640]] as const) {
  test(`the focus is seen at every stop of every page, ${width} px wide`, async ({ page }) => {
    test.setTimeout(90_000);
    await page.setViewportSize({ width, height });
    await answerSteps(page, someEvent(unique("Walked")));
    const open = ["/", "/?q=nothing+like+it", "/standards", "/submit", "/submit/event", "/submit/when", "/submit/where", "/submit/more", "/submit/picture", "/submit/you", "/submit/check", "/staff/sign-in"];
    for (const path of open) {
      await page.goto(path);
      expect(await walk(page)).toBeGreaterThan(5);
    }
    // With problems: the focus starts on the summary.
    await page.context().clearCookies();
    await begin(page);
    await proceed(page);
    await expect(page.locator(".error-summary")).toBeFocused();
    await walk(page);
  });

  test(`the focus is seen at every stop of the desk, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const hinted = { title: unique("Walked desk"), description: "RING ME!!! 07700 900123, 20% off, vote for the Meadow Party.", type: "other" };
    const waiting = await submit(page, someEvent("", { event: hinted }));
    const listed = await submit(page, someEvent(unique("Walked event")));
    await signIn(page);
    const event = await list(page, listed);
    const desk = ["/staff", "/staff/listed", "/staff/messages", "/staff/records", "/staff/records/log", "/staff/key-in", "/staff/shortcuts", "/staff/settings", "/staff/settings/council"];
    const cases = [review(waiting), `${review(waiting)}?turn=yes`, `${review(waiting)}/wording`, `${review(waiting)}/sender/block`, review(listed), `${review(listed)}/take-down`];
    for (const path of [...desk, ...cases, event]) {
      await page.goto(path);
      expect(await walk(page)).toBeGreaterThan(5);
    }
  });

  test(`the focus is seen at every stop of the private page, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const email = uniqueAddress("walked");
    const reference = await submit(page, someEvent(unique("Walked private"), { you: { email } }));
    const own = await privatePage(email);
    const look = async (path: string) => {
      await page.goto(path);
      expect(await walk(page)).toBeGreaterThan(5);
    };
    for (const path of ["/manage", own, `${own}/withdraw`]) await look(path);
    await signIn(page);
    await list(page, reference);
    await look(own);
  });
}
