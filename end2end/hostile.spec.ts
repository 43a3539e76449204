// Hostile strings typed into every field of the form that takes words: nothing runs, nothing is added to a page, and
// where it is shown it is shown as text. A dozen, each of another sort; all of them go through
// `server/tests/site/hostile.rs`, which reads the pages as a browser does, and with `make hostile` through the browser too.

import writtenOut from "./fixtures/hostile.json" with { type: "json" };
import { hostile } from "./fixtures/hostile.ts";
import { expect, test, type Page } from "./support/test.ts";
import { answer, press, review, signIn } from "./support/desk.ts";
import { STEPS, agree, at, begin, eventDay, fill, fillAtOnce, pastPicture, proceed, receiptReference, someEvent, submit, typed, unique, type Answers, type Step } from "./support/form.ts";
import { boxes } from "./support/dates.ts";
import { expectInert } from "./support/inert.ts";
import { problems } from "./support/problems.ts";

/** Whether the whole corpus is tried. */
const whole = process.env.HOSTILE === "all";

/** What a field holds when its hostile words are not taken. */
const plain: Answers = {
  event: { title: "Fair", description: "A fair.", type: "fair" },
  when: { ...boxes(eventDay()), start: "10am", finish: "", repeats: "once" },
  where: { venue: "other", "venue-name": "Barn", address: "", village: "", postcode: "", joining: "" },
  more: { cost: "paid", price: "£1", booking: "", age: "", website: "" },
  you: { name: "Pat Lee", email: "pat@example.org", group: "", telephone: "" },
};

/** The same, with the hostile words wherever words are typed. */
function poisoned(text: string, title: string): Answers {
  const line = text.slice(0, 110);
  return {
    event: { title: `${line.slice(0, 60)} ${title}`, description: text, type: "fair" },
    when: { ...plain.when, start: line, finish: line, day: line },
    where: { venue: "other", "venue-name": line, address: line, village: line, postcode: line },
    more: { cost: "paid", price: line, booking: line, age: line, website: line },
    you: { name: line.slice(0, 90), email: line, group: line.slice(0, 90), telephone: line },
  };
}

/** The other pages and feeds that tell of a listed event are harmless too, also when the words are looked for. */
async function expectInertElsewhere(page: Page, event: string, title: string, words: string): Promise<void> {
  const day = eventDay().toISOString().slice(0, 10);
  const month = day.slice(0, 7);
  for (const q of [title, words].map(encodeURIComponent)) {
    for (const path of [`/month/${month}`, `/day/${day}`, "/embed", "/follow"]) {
      await page.goto(`${path}?q=${q}`);
      await expectInert(page, `${path} for ${decodeURIComponent(q)}`);
    }
    for (const feed of ["/calendar.ics", "/feed.atom", "/events.json"]) {
      const sent = await page.request.get(`${feed}?q=${q}`);
      expect(sent.status(), feed).toBe(200);
      const file = await sent.text();
      if (feed === "/events.json") JSON.parse(file);
      if (feed === "/feed.atom") expect(await rootOf(page, file), feed).toBe("feed");
      if (feed === "/calendar.ics") expect(file.replace(/\r\n/g, ""), feed).not.toMatch(/[\r\n]/);
    }
  }
  for (const path of ["/noticeboard", `/noticeboard?month=${month}`, `/noticeboard/text?month=${month}`, `${event}/poster`]) {
    await page.goto(path);
    await expectInert(page, path);
  }
  // A browser shows it as it is, in a page of its own making.
  await page.goto(`/events.json?q=${encodeURIComponent(title)}`);
  expect(await page.evaluate(() => "__pwned" in window), "events.json").toBe(false);
}

/** The name of an XML file's first element, as a browser reads it; "parsererror" where it cannot. */
const rootOf = (page: Page, xml: string): Promise<string> =>
  page.evaluate((file) => {
    const read = new DOMParser().parseFromString(file, "application/xml");
    return read.querySelector("parsererror") === null ? read.documentElement.localName : "parsererror";
  }, xml);

/** Fills in a step with hostile words; what is not taken is shown again as it was typed, then made plain. */
async function pass(page: Page, step: Step, answers: Answers): Promise<void> {
  if (step === "you") await pastPicture(page);
  await expect(page).toHaveURL(at(step));
  const put = whole ? fillAtOnce : fill;
  await put(page, answers[step]);
  const words = Object.keys(answers[step]).filter((name) => !["type", "venue", "cost", "repeats"].includes(name));
  const held = await typed(page, words);
  await proceed(page);
  await expectInert(page, `${step}, answered`);
  const wrong = await problems(page);
  if (wrong.length === 0) return;
  const kept = await typed(page, words);
  // NUL, which no database can hold, is all that may be gone.
  for (const name of words) expect(kept[name], `${name} is kept`).toBe(wellFormed(held[name] ?? "").replaceAll("\0", ""));
  await put(page, Object.fromEntries(wrong.map(([field]) => [field, plain[step][field] ?? ""])));
  await proceed(page);
  await expect(page, `${step}, made plain`).not.toHaveTitle(/^Error: /);
}

/** Half a letter is sent as the sign for that. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd");

/** Words as a page shows them: white space run together, nothing that cannot be seen. */
const shown = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, " ").normalize("NFC").replace(/\s+/g, " ").trim();

/** One of every sort: what leaves an element, an attribute, a text area or an address, and what a form does not hold. */
const SORTS = /^(script element$|end of a text area|picture with a handler$|double quote|entities|javascript address$|Markdown link to script|calendar lines|mail header|right-to-left override|NUL|lone halves)/;

test("the corpus has at least five hundred strings, each once", () => {
  expect(new Set(hostile.map(({ text }) => text)).size).toBe(hostile.length);
  expect(new Set(hostile.map(({ kind }) => kind)).size).toBe(hostile.length);
  expect(hostile.length).toBeGreaterThanOrEqual(500);
  expect(corpus.length).toBeGreaterThanOrEqual(12);
});

const corpus = whole ? hostile : writtenOut.filter(({ kind }) => SORTS.test(kind));

for (const { kind, text } of corpus) {
  test(`${kind} is harmless everywhere`, async ({ page }) => {
    const title = unique("fair").slice(-14);
    const answers = poisoned(text, title);
    await begin(page);
    for (const step of STEPS) await pass(page, step, answers);
    await expect(page).toHaveURL(at("check"));
    await expectInert(page, "check");
    await agree(page);
    await press(page, "Agree and send");
    await expectInert(page, "receipt");
    const reference = await receiptReference(page);

    await signIn(page);
    await expectInert(page, "queue");
    await page.goto(review(reference));
    await expectInert(page, "review");
    // Words without mark-up stand as they were typed.
    const heading = shown(await page.getByRole("heading", { level: 1 }).innerText());
    expect(heading).toContain(title);
    if (!/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(text)) {
      expect(heading).toBe(shown(wellFormed(answers.event.title ?? "")));
    }
    await answer(page);
    await press(page, "Approve and list");
    await expectInert(page, "queue with the banner");
    await page.goto(review(reference));
    const event = await page.getByRole("link", { name: "See the public page" }).getAttribute("href");
    await page.goto(event ?? "");
    await expectInert(page, "public page");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
    await page.goto(`/?q=${encodeURIComponent(title)}`);
    await expectInert(page, "listing");
    await page.goto(`/?q=${encodeURIComponent(wellFormed(text.slice(0, 200)))}`);
    await expectInert(page, "search");
    await expectInertElsewhere(page, event ?? "", title, wellFormed(text.slice(0, 200)));
    await page.goto("/staff/messages");
    await expectInert(page, "messages");

    const calendar = await (await page.request.get(`${event}.ics`)).text();
    const lines = calendar.split("\r\n");
    expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
    expect(calendar.replace(/\r\n/g, ""), "no bare line break").not.toMatch(/[\r\n]/);
    for (const line of lines) expect(Buffer.byteLength(line), "folded at 75 octets").toBeLessThanOrEqual(75);
    expect(lines.filter((line) => line.startsWith("SUMMARY"))).toHaveLength(1);
  });
}

const forTheDesk = ["script element", "end of a text area", "double quote leaves an attribute", "NUL and other controls"];

for (const { kind, text } of writtenOut.filter((one) => forTheDesk.includes(one.kind))) {
  test(`${kind} in the desk's own fields is harmless`, async ({ page }) => {
    const line = text.replace(/[\r\n]/g, "");
    await page.goto("/staff/sign-in");
    await page.getByLabel("Email address").fill(line);
    await page.getByLabel("Password").fill(line);
    await press(page, "Sign in");
    await expectInert(page, "sign-in");
    await page.goto(`/staff/sign-in?next=${encodeURIComponent(text)}`);
    await expectInert(page, "sign-in with next");

    const reference = await submit(page, someEvent(unique("Desk words")));
    await signIn(page);
    await page.goto(review(reference));
    await answer(page, [/personal/i]);
    await page.getByText("Add a note for staff").click();
    await page.getByLabel("Note for staff").fill(text);
    await press(page, "Ask for changes");
    await expectInert(page, "ask for changes");
    await page.getByLabel("What needs to change").fill(text);
    await press(page, "Send and ask for changes");
    await expectInert(page, "queue");
    await page.goto(review(reference));
    await expectInert(page, "decided");
    await page.goto("/staff/messages");
    await page.getByRole("row").filter({ hasText: reference }).getByRole("link").first().click();
    await expectInert(page, "message");
    for (const path of ["/staff/listed?q=", "/staff/records?q="]) {
      await page.goto(`${path}${encodeURIComponent(text)}`);
      await expectInert(page, path);
    }
  });
}
