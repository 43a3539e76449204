// The form says what is missing, forgets nothing, and sends once.

import { expect, test, type Page } from "./support/test.ts";
import { signIn } from "./support/desk.ts";
import { boxes, plus, today, upcoming } from "./support/dates.ts";
import { agree, answerSteps, at, begin, eventDay, fill, fillSteps, proceed, send, someEvent, typed, unique, type Fields, type Step } from "./support/form.ts";
import { expectProblems } from "./support/problems.ts";

const good = someEvent("Coffee morning");
const before: Record<Step, Step | null> = { event: null, when: "event", where: "when", more: "where", you: "more" };

/** Opens a step with everything before it filled in. */
async function open(page: Page, step: Step): Promise<void> {
  const last = before[step];
  if (last === null) await begin(page);
  else {
    await answerSteps(page, good, last);
    await page.goto(`/submit/${step}`);
  }
}

const cases: { name: string; step: Step; typed: Fields; problems: [string, string | RegExp][] }[] = [
  {
    name: "nothing",
    step: "event",
    typed: {},
    problems: [["title", "Enter the event's title"], ["description", "Describe the event"], ["type", "Select the type of event"]],
  },
  {
    name: "a title too long",
    step: "event",
    typed: { title: "x".repeat(90), description: "Tea.", type: "talk" },
    problems: [["title", "Title must be 80 characters or less. It is 10 characters too long"]],
  },
  {
    name: "nothing",
    step: "when",
    typed: {},
    problems: [["day", "Enter the event's date"], ["start", /^Enter the start time/], ["repeats", /more than once/]],
  },
  {
    name: "a date without a year",
    step: "when",
    typed: { day: "5", month: "November", start: "7pm", repeats: "once" },
    problems: [["year", `Enter the year, for example ${upcoming(5, 11).getUTCFullYear()}`]],
  },
  {
    name: "a date that is past",
    step: "when",
    typed: { ...boxes(plus(today(), -3)), start: "7pm", repeats: "once" },
    problems: [["day", "Event date must be in the future"]],
  },
  {
    name: "a date that does not exist",
    step: "when",
    typed: { day: "31", month: "june", year: String(today().getUTCFullYear() + 1), start: "7pm", repeats: "once" },
    problems: [["day", "31 June does not exist: June has 30 days. Enter a different date"]],
  },
  {
    name: "a finish before the start",
    step: "when",
    typed: { ...boxes(eventDay()), start: "10am", finish: "9am", repeats: "once" },
    problems: [["finish", "Finish time must be after 10am"]],
  },
  {
    name: "an open end in words",
    step: "when",
    typed: { ...boxes(eventDay()), start: "7pm", finish: "till late", repeats: "once" },
    problems: [["finish", "Leave the finish time empty if there is no set finish"]],
  },
  {
    name: "an hour that may be of the morning or the evening",
    step: "when",
    typed: { ...boxes(eventDay()), start: "7", repeats: "once" },
    problems: [["start", "Enter 7am or 7pm"]],
  },
  {
    name: "a last day before the first",
    step: "when",
    typed: { ...boxes(eventDay()), start: "10am", repeats: "days", ...boxes(plus(eventDay(), -1), "last-") },
    problems: [["last-day", /^Last date must be after/]],
  },
  {
    name: "the same date twice",
    step: "when",
    typed: { ...boxes(eventDay()), start: "10am", repeats: "dates", ...boxes(eventDay(), "", "-2") },
    problems: [["day-2", "Date 2 is there already. Change its date or its times"]],
  },
  {
    name: "nothing",
    step: "where",
    typed: {},
    problems: [["venue", /^Select where it is/]],
  },
  {
    name: "somewhere else without a name, and half a postcode",
    step: "where",
    typed: { venue: "other", village: "Hartfield", postcode: "TN7" },
    problems: [["venue-name", "Enter the name of the place"], ["postcode", "Enter a full postcode, for example TN7 4BA"]],
  },
  {
    name: "a price without words, and an address that is none",
    step: "more",
    typed: { cost: "paid", website: "not a website", age: "Everybody" },
    problems: [["price", /^Enter the price/], ["website", "Enter a web address like https://example.org"]],
  },
  {
    name: "nothing",
    step: "you",
    typed: {},
    problems: [["name", "Enter your name"], ["email", "Enter your email address"]],
  },
  {
    name: "an email address that is none, and a number to show that is not there",
    step: "you",
    typed: { name: "Pat Lee", email: "pat at example", "show-telephone": "yes" },
    problems: [["email", "Enter an email address like name@example.org"], ["telephone", /^Enter your telephone number/]],
  },
];

for (const { name, step, typed: fields, problems } of cases) {
  // The words come from the server and are the same on a phone: there one form a step is enough.
  const tag = name === "nothing" || step === "more" ? [] : ["@not-on-a-phone"];
  test(`${step}: ${name}: it says what to do, beside the field and above, and keeps what was typed`, { tag }, async ({ page }) => {
    await open(page, step);
    await fill(page, fields);
    await proceed(page);
    await expectProblems(page, problems);
    const kept = await typed(page, Object.keys(fields).filter((field) => field !== "venue"));
    for (const [field, value] of Object.entries(kept)) expect(value, field).toBe(fields[field]);
    // Mended, it goes on.
    const rest: Fields = { website: "", telephone: "01632 960555" };
    const mended = problems.filter(([field]) => field in rest).map(([field]) => [field, rest[field] ?? ""]);
    await fill(page, { ...good[step], ...Object.fromEntries(mended) });
    await proceed(page);
    await expect(page).not.toHaveTitle(/^Error: /);
  });
}

test("four thousand words pasted from a document come back whole", async ({ page }) => {
  const line = "•\tThe bats of Ashdown Forest — “how to hear them” with your phone…  ";
  const text = Array.from({ length: 330 }, (_, n) => `${n}. ${line}`).join("\n\n");
  expect(text.split(/\s+/).length).toBeGreaterThan(4000);
  await begin(page);
  await fill(page, { title: "x".repeat(160), description: text, type: "talk" });
  await proceed(page);
  await expectProblems(page, [
    ["title", "Title must be 80 characters or less. It is 80 characters too long"],
    ["description", /^Description must be 4,000 characters or less\. It is [\d,]+ characters too long$/],
  ]);
  await expect(page.locator("[name=description]")).toHaveValue(text);
  await expect(page.locator("[name=title]")).toHaveValue("x".repeat(160));
  await page.reload();
  await expect(page.locator("[name=description]")).toHaveValue(text);
});

test("a description that begins with empty lines keeps its middle ones", async ({ page }) => {
  await begin(page);
  await fill(page, { title: "", description: "\nFirst.\n\n\n  Second, indented.", type: "talk" });
  await proceed(page);
  await expect(page.locator("[name=description]")).toHaveValue("\nFirst.\n\n\n  Second, indented.");
});

test("going back, forward and reloading loses nothing", async ({ page }) => {
  const title = unique("Back and forth");
  const answers = someEvent(title);
  await fillSteps(page, answers, "where");
  await expect(page).toHaveURL(at("more"));
  await page.goBack();
  await expect(page).toHaveURL(at("where"));
  await page.goBack();
  await expect(page.locator("[name=start]")).toHaveValue("10am");
  await page.goBack();
  await expect(page.locator("[name=title]")).toHaveValue(title);
  await page.reload();
  await expect(page.locator("[name=title]")).toHaveValue(title);
  await page.goForward();
  await page.goForward();
  await page.goForward();
  await expect(page).toHaveURL(at("more"));
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await expect(page).toHaveURL(at("where"));
  await expect(page.locator("main")).toContainText("Village Hall, Groombridge");
});

test("a step that is not reached yet leads to the first that is missing", async ({ page }) => {
  await answerSteps(page, someEvent(unique("Not yet")), "event");
  await page.goto("/submit/check");
  await expect(page).toHaveURL(at("when"));
});

for (const step of ["when", "where", "more", "picture", "you", "check"]) {
  test(`without answers, ${step} says that they cannot be found and leads to the beginning`, async ({ page }) => {
    await page.goto(`/submit/${step}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("We cannot find your answers");
    await page.getByRole("main").getByRole("link", { name: "Add your event" }).click();
    await expect(page).toHaveURL(/\/submit$/);
  });
}

test("where the earlier answers are gone, what was just typed is kept and the rest is asked for", async ({ page, context }) => {
  await answerSteps(page, good, "more");
  await page.goto("/submit/you");
  await fill(page, good.you);
  await context.clearCookies();
  await proceed(page);
  await expect(page).toHaveURL(/\/submit\/event/);
  await page.goto("/submit/you");
  await expect(page.locator("[name=name]")).toHaveValue("Pat Lee");
});

/** How many submissions wait under this title. */
async function waiting(page: Page, title: string): Promise<number> {
  await signIn(page);
  let found = 0;
  await page.goto("/staff");
  for (;;) {
    found += await page.getByRole("main").getByRole("link", { name: title, exact: true }).count();
    const more = page.getByRole("link", { name: "Next page" });
    if ((await more.count()) === 0) return found;
    await more.click();
  }
}

test("sending twice by a double click makes one submission", async ({ page }) => {
  const title = unique("Double click");
  await answerSteps(page, someEvent(title));
  await page.goto("/submit/check");
  await agree(page);
  await page.getByRole("button", { name: "Agree and send" }).dblclick();
  await expect(page).toHaveURL(/\/submit\/sent\//);
  expect(await waiting(page, title)).toBe(1);
});

test("the same sending, repeated, leads to the same receipt", async ({ page }) => {
  const title = unique("Replay");
  await answerSteps(page, someEvent(title));
  await page.goto("/submit/check");
  const posted = page.waitForRequest((request) => request.method() === "POST");
  const cookies = await page.context().cookies();
  const reference = await send(page);
  const request = await posted;
  await page.context().addCookies(cookies);
  for (let n = 0; n < 2; n += 1) {
    const again = await page.request.post(request.url(), {
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
      data: request.postData() ?? "",
      maxRedirects: 0,
    });
    expect(again.status()).toBe(303);
    expect(again.headers().location).toContain(reference);
  }
  expect(await waiting(page, title)).toBe(1);
});

test("after sending, the form starts empty and going back sends nothing again", async ({ page }) => {
  const title = unique("Sent and back");
  await answerSteps(page, someEvent(title));
  await page.goto("/submit/check");
  const reference = await send(page);
  await page.goBack();
  const button = page.getByRole("button", { name: "Agree and send" });
  if ((await button.count()) > 0) {
    const tick = page.getByRole("checkbox", { name: /I confirm/ });
    await tick.check();
    await button.click();
    await expect(page.getByRole("main")).toContainText(reference);
  }
  await begin(page);
  await expect(page.locator("[name=title]")).toHaveValue("");
  expect(await waiting(page, title)).toBe(1);
});

test("answers changed in another tab are checked again before they are sent", async ({ page, context }) => {
  const title = unique("Two tabs");
  await answerSteps(page, someEvent(title));
  await page.goto("/submit/check");
  await agree(page);
  const other = await context.newPage();
  await other.goto("/submit/event?then=check");
  await fill(other, { title: `${title} changed` });
  await proceed(other);
  await expect(other).toHaveURL(at("check"));
  await page.getByRole("button", { name: "Agree and send" }).click();
  await expect(page).toHaveURL(at("check"));
  await expect(page.getByRole("main")).toContainText(`${title} changed`);
  await expect(page).toHaveTitle(/^Error: |changed/i);
  await agree(page);
  await page.getByRole("button", { name: "Agree and send" }).click();
  await expect(page).toHaveURL(/\/submit\/sent\//);
});
