// Hostile words in every field of the desk's own forms: whatever can be typed into the settings, a case or an account
// runs nowhere and adds nothing to a page, at the desk and on the public pages that show it. The settings belong to
// every other journey too, so that this runs by itself when everything else is done. One of each sort goes through
// `server/tests/site/hostile.rs`; `make hostile` tries all that are written out, here and there.

import writtenOut from "./fixtures/hostile.json" with { type: "json" };
import { hostile } from "./fixtures/hostile.ts";
import { expectNothingLost } from "./support/checks.ts";
import { list, review, signIn } from "./support/desk.ts";
import { someEvent, submit, unique } from "./support/form.ts";
import { expectInert } from "./support/inert.ts";
import { expect, test, type Page } from "./support/test.ts";

test.describe.configure({ mode: "default" });

const whole = process.env.HOSTILE === "all";

/** Two, in a minute; `HOSTILE=written` tries all that are written out. */
const SORTS = /^(script element$|double quote leaves an attribute)/;
const corpus = whole ? hostile : process.env.HOSTILE === "written" ? writtenOut : writtenOut.filter(({ kind }) => SORTS.test(kind));

/** What leads to a form. Of pages that are alike, such as two venues, one is enough. */
const STARTS = ["council", "venues", "kinds", "guidance", "replies", "letters", "notices", "policy", "policy/draft", "weekly", "accounts", "blocked"].map(
  (name) => `/staff/settings/${name}`,
);

/** The public pages and files that tell what is settled at the desk. */
const PUBLIC = ["/", "/submit", "/how-we-decide", "/privacy", "/cookies", "/accessibility", "/follow", "/noticeboard", "/embed"];

const WORDS = 'input:is([type=text], [type=email], [type=tel], [type=url], [type=search], :not([type])), textarea';

/** The forms of a page that take words, by where they are sent. */
const formsOf = (page: Page): Promise<string[]> =>
  page.locator("main form[method=post]").evaluateAll((forms, words) => forms.filter((form) => form.querySelector(words) !== null).map((form) => form.getAttribute("action") ?? ""), WORDS);

/** Pages of which there is one for every place, type, clause and so on. */
const ALIKE = /\/(venues|kinds|guidance|replies|letters|clauses|standards|accounts|beside)\/(?!new$)[^/]+(\/remove)?$/;

/** The desk's pages that a page leads to, one of every kind. */
async function leadsTo(page: Page, below: string): Promise<string[]> {
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map((a) => (a.getAttribute("href") ?? "").replace(/[?#].*/, "")));
  const kinds = new Map(links.filter((href) => href.startsWith(`${below}/`) && !href.endsWith(".txt")).map((href) => [href.replace(ALIKE, "/$1/*$2"), href]));
  return [...kinds.values()];
}

/** Puts the words into every field of a form. */
const put = (page: Page, action: string, text: string): Promise<void> =>
  page.locator("main form[method=post]").evaluateAll(
    (forms, [action, words, text]) => {
      const form = forms.find((one) => one.getAttribute("action") === action);
      for (const field of form?.querySelectorAll<HTMLInputElement>(words ?? "") ?? []) field.value = field.localName === "textarea" ? (text ?? "") : (text ?? "").replace(/[\r\n]/g, "");
    },
    [action, WORDS, text],
  );

/** Gives the fields that were refused something that is taken: what stood there before. */
const mend = (page: Page, before: Record<string, string>): Promise<void> =>
  page.locator("main [aria-invalid=true]").evaluateAll((fields, before) => {
    for (const field of fields as HTMLInputElement[]) field.value = before[field.name] ?? "";
  }, before);

const valuesOf = (page: Page): Promise<Record<string, string>> =>
  page.locator("main").locator(WORDS).evaluateAll((fields) => Object.fromEntries((fields as HTMLInputElement[]).map((field) => [field.name, field.value])));

const send = async (page: Page, action: string): Promise<void> => {
  const form = page.locator(`main form[method=post][action="${action}"]`).first();
  const loaded = page.waitForEvent("load");
  await form.evaluate((one: HTMLFormElement) => one.requestSubmit(one.querySelector<HTMLButtonElement>("button:not([formaction])")));
  await loaded;
};

/** Sends every form of a page with the words; what is refused is put back and the rest sent again. Gives how many forms were taken. */
async function poison(page: Page, path: string, text: string): Promise<number> {
  await page.goto(path);
  await expectInert(page, path);
  const actions = await formsOf(page);
  const refused = page.locator("main [aria-invalid=true]");
  let taken = 0;
  for (const action of actions) {
    await page.goto(path);
    if (!(await formsOf(page)).includes(action)) continue;
    const before = await valuesOf(page);
    await put(page, action, text);
    await send(page, action);
    await expectInert(page, `${path}, sent to ${action}`);
    if ((await refused.count()) > 0 && (await formsOf(page)).includes(action)) {
      await mend(page, before);
      await send(page, action);
      await expectInert(page, `${path}, sent again to ${action}`);
    }
    if ((await refused.count()) === 0) taken += 1;
  }
  return taken;
}

for (const { kind, text } of corpus) {
  test(`${kind} in every field of the desk is harmless`, async ({ page }) => {
    test.setTimeout(600_000);
    const words = text.slice(0, 1000);
    // At a place of its own: the known ones get other names here.
    const reference = await submit(page, someEvent(unique("Desk words"), { where: { venue: "other", "venue-name": "Barn", village: "Groombridge" } }));
    await signIn(page);
    const event = await list(page, reference);
    await page.goto("/staff/settings/policy");
    const begin = page.locator('main form[action="/staff/settings/policy/draft"] button');
    if ((await begin.count()) > 0) await begin.first().click();
    const seen = new Set<string>();
    let forms = 0;
    for (const start of [...STARTS, review(reference)]) {
      await page.goto(start);
      for (const path of [...(await leadsTo(page, start)), start]) {
        if (seen.has(path)) continue;
        seen.add(path);
        forms += await poison(page, path, words);
      }
    }
    test.info().annotations.push({ type: "forms", description: `${forms} on ${[...seen].join(" ")}` });
    // Invitations, merging places and the like refuse such words whatever else is right.
    expect(forms, `forms that took words, on ${[...seen].join(" ")}`).toBeGreaterThanOrEqual(12);
    // Everything again, now that it tells what was typed, and what the public sees of it.
    for (const path of ["/staff", "/staff/messages", "/staff/records/log", ...seen, ...PUBLIC, event]) {
      await page.goto(path);
      await expectInert(page, `${path} afterwards`);
    }
    // A name without a space is broken where the page ends.
    await page.setViewportSize({ width: 320, height: 800 });
    for (const path of PUBLIC) {
      await page.goto(path);
      await expectNothingLost(page, `${path} at 320 px`);
    }
  });
}
