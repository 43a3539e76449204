// Every page in every state, as axe and html-validate see it: at three widths, by day and by night.

import { expect, test, type Page } from "./support/test.ts";
import { expectFrame, expectNoAxeViolation, expectNothingLost, expectValidHtml } from "./support/checks.ts";
import { answer, list, press, review, signIn } from "./support/desk.ts";
import { begin, fill, answerSteps, fillSteps, proceed, someEvent, submit, unique } from "./support/form.ts";
import { runWhatson } from "./support/program.ts";

const WIDTHS = [1280, 390, 320];

/** Everything that must hold of the page that is open. */
async function look(page: Page, where: string): Promise<void> {
  await expectFrame(page, where);
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const here = `${where}, ${scheme}, ${width} px`;
      const fresh = scheme === "light" && width !== 320;
      await expectNoAxeViolation(page, here, fresh ? "all" : "looks");
      if (scheme === "light") await expectNothingLost(page, here);
    }
  }
  // WCAG 1.4.12: the spacing that a reader sets.
  await page.addStyleTag({
    content:
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
  }).catch(() => undefined);
  await expectNothingLost(page, `${where}, spaced out`);
  await page.emulateMedia({ colorScheme: "light" });
}

/** Opens an address, looks, and checks the HTML as it was sent. */
async function visit(page: Page, path: string, status = 200): Promise<void> {
  const response = await page.goto(path);
  expect(response?.status(), path).toBe(status);
  await expectValidHtml((await response?.text()) ?? "", path);
  await look(page, path);
}

/** The page that a form answered with, as sent and as it stands. */
async function lookAtAnswer(page: Page, where: string, send: () => Promise<void>): Promise<void> {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await send();
  const response = await answered;
  await page.waitForLoadState();
  await expectValidHtml(await response.text(), where);
  await look(page, where);
}

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
]) {
  test(`the listing ${path}`, async ({ page }) => visit(page, path));
}

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
    await proceed(page);
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
  await press(page, "Set the password");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("To decide");
  await press(page, "Sign out");
  await page.goto("/staff/sign-in");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(words);
  await press(page, "Sign in");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("To decide");
  await page.context().clearCookies();
  await visit(page, link ?? "", 404);
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
