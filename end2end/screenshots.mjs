// Pictures of the main screens: node screenshots.mjs FOLDER, with BASE_URL and DEMO_PASSWORD set,
// and MAILS for the sender's private page (support/mailbox.mjs writes them).

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";

import { baseURL, launchOptions } from "./support/browser.mjs";

const folder = process.argv[2];
const password = process.env.DEMO_PASSWORD;
if (folder === undefined || password === undefined) {
  console.error("BASE_URL=… DEMO_PASSWORD=… node screenshots.mjs FOLDER");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const looks = [
  { name: "1280", width: 1280 },
  { name: "390", width: 390 },
  { name: "1280-dark", width: 1280, colorScheme: "dark" },
  { name: "390-dark", width: 390, colorScheme: "dark" },
  { name: "1280-no-script", width: 1280, javaScriptEnabled: false },
];

/** The private link that was mailed for a submission, where mails are kept. */
async function privateLink(page, reference) {
  const file = process.env.MAILS;
  if (file === undefined || reference === undefined) return undefined;
  for (let tries = 0; tries < 50; tries += 1) {
    const lines = readFileSync(file, "utf8").split("\n").slice(0, -1).map((line) => JSON.parse(line));
    const mail = lines.find(({ subject }) => subject.includes(reference));
    if (mail !== undefined) return /\/manage\/[\w-]{20,}/.exec(mail.text)?.[0];
    await page.waitForTimeout(200);
  }
  return undefined;
}

const browser = await chromium.launch(launchOptions);
for (const { name, width, ...look } of looks) {
  const context = await browser.newContext({
    baseURL, viewport: { width, height: width > 600 ? 900 : 844 }, locale: "en-GB", timezoneId: "Europe/London", ...look,
  });
  const page = await context.newPage();
  const shoot = async (screen) => {
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: join(folder, `${screen}-${name}.png`), fullPage: true });
    console.log(`${screen}-${name}.png`);
  };
  const visit = async (path, screen) => {
    await page.goto(path);
    await shoot(screen);
  };
  const type = (field, words) => page.locator(`main [name="${field}"]`).fill(words);
  const choose = (field, value) => page.locator(`main [name="${field}"][value="${value}"]`).check();
  const press = (words) => page.getByRole("button", { name: words, exact: true }).click();

  await visit("/", "whats-on");
  await page.locator(".event-list a").first().click();
  await shoot("event");
  await visit("/?q=nothing+like+it", "nothing-found");
  await visit("/standards", "standards");
  await visit("/submit", "submit");
  await visit("/submit/event", "form-event");
  await press("Continue");
  await shoot("form-event-problems");
  await type("title", "Repair café");
  await type("description", "Bring a broken toaster, a torn coat or a wobbly chair and mend it with a volunteer.");
  await page.locator("main select[name=type]").selectOption("community");
  await press("Continue");
  const day = new Date(Date.now() + 40 * 86_400_000);
  await type("day", String(day.getDate()));
  await type("month", String(day.getMonth() + 1));
  await type("year", String(day.getFullYear()));
  await type("start", "10am");
  await type("finish", "9");
  await choose("repeats", "once");
  await press("Continue");
  await shoot("form-when");
  await type("finish", "12");
  await press("Continue");
  await shoot("form-where");
  await choose("venue", "other");
  await type("venue-name", "The old forge");
  await press("Continue");
  await choose("cost", "donations");
  await shoot("form-more");
  await press("Continue");
  await type("name", "Rae Pair");
  await type("email", "rae@example.org");
  await type("group", "Repair volunteers");
  await shoot("form-you");
  await press("Continue");
  await shoot("form-check");
  await page.getByRole("checkbox", { name: /I confirm/ }).check();
  await press("Agree and send");
  await shoot("receipt");

  const link = await privateLink(page, /WO-\w+/.exec(page.url())?.[0]);
  if (link !== undefined) await visit(link, "private-page");

  await visit("/staff/sign-in", "sign-in");
  await page.getByLabel("Email address").fill("clerk@example.org");
  await page.getByLabel("Password").fill(password);
  await press("Sign in");
  await shoot("queue");
  await page.getByRole("row").filter({ has: page.locator(".tag-amber") }).first().getByRole("link").first().click();
  await shoot("review");
  const standards = await page.locator("fieldset.standard").count();
  for (let n = 0; n < standards; n += 1) {
    await page.locator("fieldset.standard").nth(n).locator(`input[value=${n === 4 ? "fails" : "meets"}]`).check();
  }
  await press("Refuse");
  await page.getByRole("radio", { name: /is not met/ }).check();
  await page.getByRole("radio", { name: "A brief response", exact: true }).check();
  await page.locator("select[name=template]").selectOption({ index: 4 });
  await press("Use these words");
  await shoot("refuse");
  await press("Refuse the event");
  await page.getByRole("status").getByRole("link").click();
  await shoot("draft");
  for (const list of ["listed", "messages", "records", "records/log", "key-in", "shortcuts", "settings"]) await visit(`/staff/${list}`, list.replace("/", "-"));
  await page.goto("/staff/settings/policy");
  if ((await page.getByRole("button", { name: "Draft the next version" }).count()) > 0) {
    await press("Draft the next version");
    await page.getByRole("link", { name: "Change Civil, tasteful and relevant" }).click();
    await page.getByLabel("What it asks").fill("Civil, tasteful and kind");
    await page.getByLabel("How staff apply it").fill("Lively is welcome. Rude about somebody is not, however true.");
    await press("Save");
  }
  await visit("/staff/settings/policy/draft", "policy-draft");
  await visit("/staff/settings/policy/draft/compare", "policy-compare");
  await context.close();
}
await browser.close();
