// Typing an event into the form, as a person does: page by page, field by field.

import { expect, type Locator, type Page } from "./test.ts";
import { boxes, inWords, relative } from "./dates.ts";

export const STEPS = ["event", "when", "where", "more", "you"] as const;
export type Step = (typeof STEPS)[number];

/** What is typed, by the field's name. A choice is its value, a tick "yes" or "". */
export type Fields = Record<string, string>;
export type Answers = Record<Step, Fields>;

let made = 0;

/** A title that no other test uses. */
export function unique(title: string): string {
  made += 1;
  return `${title} ${process.pid.toString(36)}${Date.now().toString(36).slice(-5)}${made.toString(36)}`;
}

/** A day that all events of `someEvent` are on. */
export const eventDay = (): Date => relative("Sat+3");

/** An everyday event, with whatever differs. */
export function someEvent(title: string, changes: Partial<Answers> = {}): Answers {
  return {
    event: { title, description: "Coffee, cake and a chat. Raffle.\n\nAll welcome.", type: "coffee", ...changes.event },
    when: { ...boxes(eventDay()), start: "10am", finish: "12", repeats: "once", ...changes.when },
    where: { venue: "Village Hall, Groombridge", ...changes.where },
    more: { cost: "free", "step-free": "yes", ...changes.more },
    you: { name: "Pat Lee", email: "pat.lee@example.org", group: "Friends of the Hall", ...changes.you },
  };
}

/** The day of `someEvent` as a page says it. */
export const eventDayInWords = (): string => inWords(eventDay());

const control = (page: Page, name: string) => page.locator(`main [name="${name}"]:not([type=hidden])`);

/** Types into the fields of the page that is open. */
export async function fill(page: Page, fields: Fields): Promise<void> {
  // Some fields are shown once the choice that they belong to is made.
  const choices = ["venue", "repeats", "cost"];
  const ordered = Object.entries(fields).sort(([a], [b]) => Number(choices.includes(b)) - Number(choices.includes(a)));
  for (const [name, value] of ordered) {
    const field = control(page, name);
    if (/-\d+$/.test(name) && (await field.count()) === 0) {
      await page.getByRole("button", { name: /another date/i }).click();
      await expect(field).toBeAttached();
    }
    const folded = field.locator("xpath=ancestor::details[not(@open)]/summary");
    if ((await folded.count()) > 0) await folded.click();
    const kind = await field.first().evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.localName));
    if (name === "venue") await chooseVenue(page, value);
    else if (kind === "radio") await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else if (kind === "checkbox") await field.setChecked(value !== "");
    else if (kind === "select") await field.selectOption(value);
    else if (value.length > 1000) await paste(field, value);
    else await field.fill(value);
  }
}

/** The same all at once, as a program that fills in forms does. */
export async function fillAtOnce(page: Page, fields: Fields): Promise<void> {
  await page.evaluate((answers) => {
    for (const [name, value] of Object.entries(answers)) {
      for (const field of document.querySelectorAll<HTMLInputElement>(`main [name="${name}"]:not([type=hidden])`)) {
        if (field.type === "radio") field.checked = field.value === value;
        else if (field.type === "checkbox") field.checked = value !== "";
        else field.value = value;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
    }
  }, fields);
}

/** Puts long words in at once, as a paste does; typing them in takes the browser minutes. */
async function paste(field: Locator, words: string): Promise<void> {
  await field.evaluate((element, value) => {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return;
    element.value = value;
    element.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }, words);
}

/** A venue is chosen by the words a person reads, or by "other" and "online". */
async function chooseVenue(page: Page, venue: string): Promise<void> {
  if (venue === "other" || venue === "online") await page.locator(`main [name="venue"][value="${venue}"]`).check();
  else await page.getByRole("radio", { name: venue, exact: true }).check();
}

/** What stands in the fields of the page that is open. */
export async function typed(page: Page, names: string[]): Promise<Fields> {
  const found: Fields = {};
  for (const name of names) {
    found[name] = await control(page, name).evaluateAll((elements) => {
      const chosen = elements.find((e) => e instanceof HTMLInputElement && (e.type === "radio" || e.type === "checkbox") && e.checked);
      const first = elements[0];
      if (first instanceof HTMLInputElement && (first.type === "radio" || first.type === "checkbox")) {
        return chosen instanceof HTMLInputElement ? chosen.value : "";
      }
      const field = first instanceof HTMLInputElement || first instanceof HTMLTextAreaElement || first instanceof HTMLSelectElement;
      return field ? first.value : "(no field)";
    });
  }
  return found;
}

/** Presses the step's one big button. */
export async function proceed(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

/** Leaves the page for a picture, which comes after the fourth step, empty. */
export async function pastPicture(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Do you have a picture or a poster?");
  await proceed(page);
}

/** Goes on from a step to the next that asks for words. */
export async function proceedFrom(page: Page, step: Step): Promise<void> {
  await proceed(page);
  if (step === "more") await pastPicture(page);
}

/** Opens the form at its first step with nothing in it. */
export async function begin(page: Page): Promise<void> {
  await page.goto("/submit/event");
}

export const at = (step: string): RegExp => new RegExp(`/submit/${step}([?#]|$)`);

/** Fills in the steps from the first to the last given, each time going on. */
export async function fillSteps(page: Page, answers: Answers, until: Step = "you"): Promise<void> {
  await begin(page);
  for (const step of STEPS) {
    await expect(page).toHaveURL(at(step));
    await fill(page, answers[step]);
    await proceedFrom(page, step);
    if (step === until) return;
  }
}

/** Agrees on the check page and sends. Returns the reference of the receipt. */
export async function send(page: Page): Promise<string> {
  await expect(page).toHaveURL(at("check"));
  await agree(page);
  await page.getByRole("button", { name: "Agree and send" }).click();
  await expect(page).toHaveURL(/\/submit\/sent\//);
  return receiptReference(page);
}

/** Ticks the declaration, which nobody ticked before. */
export async function agree(page: Page): Promise<void> {
  const tick = page.getByRole("checkbox", { name: /I confirm/ });
  await expect(tick).not.toBeChecked();
  await tick.check();
}

export async function receiptReference(page: Page): Promise<string> {
  const reference = /WO-[0-9A-Z]{4,5}/.exec(await page.locator("main").innerText())?.[0];
  expect(reference, "the receipt gives a reference").toBeDefined();
  return reference ?? "";
}

/** The value of a venue, by the words that a person chooses. */
async function venueValue(page: Page, venue: string): Promise<string> {
  const html = await (await page.request.get("/submit/where")).text();
  const radios = html.matchAll(/name="venue" value="([^"]+)"[^>]*>\s*<label[^>]*>([^<]+)<\/label>/g);
  return [...radios].find(([, , words]) => words === venue)?.[1] ?? venue;
}

const SAME_SITE = { "sec-fetch-site": "same-origin" };

/** Answers the steps without drawing them: for tests that are about something after them. */
export async function answerSteps(page: Page, answers: Answers, until: Step = "you"): Promise<void> {
  for (const step of STEPS) {
    const form = { ...answers[step] };
    if (step === "where") form.venue = await venueValue(page, form.venue ?? "");
    const answered = await page.request.post(`/submit/${step}`, { form, headers: SAME_SITE, maxRedirects: 0 });
    expect(answered.status(), `${step} is accepted`).toBe(303);
    if (step === until) return;
  }
}

/** Sends an event in without drawing the form. Returns its reference. */
export async function submit(page: Page, answers: Answers): Promise<string> {
  await answerSteps(page, answers);
  const html = await (await page.request.get("/submit/check")).text();
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? "";
  const form = { key: hidden("key"), digest: hidden("digest"), agree: "yes" };
  const sent = await page.request.post("/submit/check", { form, headers: SAME_SITE, maxRedirects: 0 });
  const reference = /\/submit\/sent\/(WO-\w+)$/.exec(sent.headers().location ?? "")?.[1];
  expect(reference, `sending leads to the receipt (${sent.status()})`).toBeDefined();
  return reference ?? "";
}
