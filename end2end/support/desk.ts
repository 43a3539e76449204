// The parish staff at their desk.

import { baseURL } from "./browser.mjs";
import { code } from "./code.ts";
import { runWhatson } from "./program.ts";
import { expect, type Browser, type BrowserContext, type Page } from "./test.ts";

export const CLERK = "clerk@example.org";

/** The demonstration account's password. */
export function password(): string {
  const given = process.env.DEMO_PASSWORD;
  if (given === undefined || given === "") throw new Error("DEMO_PASSWORD says how the clerk signs in");
  return given;
}

let session: Awaited<ReturnType<BrowserContext["cookies"]>> = [];

/** Signs in, or takes up the session of an earlier test. */
export async function signIn(page: Page): Promise<void> {
  await page.context().addCookies(session);
  await page.goto("/staff");
  if (page.url().endsWith("/staff")) return;
  await page.goto("/staff/sign-in");
  await page.getByLabel("Email address").fill(CLERK);
  await page.getByLabel("Password").fill(password());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("To decide");
  session = (await page.context().cookies()).filter((cookie) => cookie.name.endsWith("staff"));
}

/** Signs in anew, for what asks for a sign-in of the last quarter of an hour. */
export async function signInAnew(page: Page): Promise<void> {
  session = [];
  await signIn(page);
}

/** The password of every account that a test makes. */
export const CLERK_PASSWORD = "four lamps under water";

/** Makes an account and opens it by its one-time link, up to where a second step has to be set up. */
export async function openInvitation(page: Page, email: string, name: string): Promise<void> {
  const link = /\/staff\/welcome\/[\w-]+/.exec(runWhatson("staff", "add", email, "--name", name))?.[0] ?? "";
  await page.goto(link);
  for (const label of ["Password", "The same password again"]) await page.getByLabel(label, { exact: true }).fill(CLERK_PASSWORD);
  await press(page, "Set the password");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Choose a second step");
}

/** On the page that sets an app up: does so, and gives the app's key. */
export async function setUpApp(page: Page): Promise<string> {
  const key = await page.locator(".app-key").innerText();
  await page.getByLabel("The six figures").fill(code(key));
  await press(page, "Continue");
  await expect(page.locator(".app-key")).toHaveCount(0);
  return key;
}

let clerks = 0;

/** Another member of staff, signed in, in a browser of their own. */
export async function addClerk(browser: Browser, name: string): Promise<Page> {
  clerks += 1;
  const email = `${name.toLowerCase().replaceAll(" ", ".")}.${process.pid}.${Date.now()}.${clerks}@example.org`;
  const page = await (await browser.newContext({ baseURL })).newPage();
  await openInvitation(page, email, name);
  await page.goto("/staff/security/second-factor/app");
  await setUpApp(page);
  await press(page, "I have written them down");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("To decide");
  return page;
}

/** Looks through the queue, page by page as the clerk does, and stops at the page that has it. */
export async function isInQueue(page: Page, title: string): Promise<boolean> {
  const main = page.getByRole("main");
  await page.goto("/staff");
  for (;;) {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("To decide");
    if ((await main.getByRole("link", { name: title, exact: true }).count()) > 0) return true;
    const next = main.getByRole("link", { name: "Next page" });
    if ((await next.count()) === 0) return false;
    await page.goto(new URL((await next.getAttribute("href")) ?? "", page.url()).href);
  }
}

/** Opens a submission from the queue. */
export async function openFromQueue(page: Page, title: string): Promise<void> {
  expect(await isInQueue(page, title), `${title} in the queue`).toBe(true);
  await page.getByRole("main").getByRole("link", { name: title, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
}

export const review = (reference: string): string => `/staff/submissions/${reference}`;

/** Answers every standard: met, save the ones whose names match. An address that nobody confirmed is vouched for. */
export async function answer(page: Page, unmet: RegExp[] = []): Promise<void> {
  const standards = page.locator("fieldset.standard");
  const count = await standards.count();
  expect(count, "the checklist of the policy").toBeGreaterThanOrEqual(7);
  for (let n = 0; n < count; n += 1) {
    const standard = standards.nth(n);
    const name = await standard.locator("legend").innerText();
    const verdict = unmet.some((pattern) => pattern.test(name)) ? "Does not meet" : "Meets";
    await standard.getByRole("radio", { name: verdict, exact: true }).check();
  }
  const known = page.locator('[name="vouch"][value="known"]');
  if ((await known.count()) > 0) await known.check();
}

export const press = (page: Page, button: string): Promise<void> =>
  page.getByRole("button", { name: button, exact: true }).click();

/** Lists a submission. Returns the path of its public page. */
export async function list(page: Page, reference: string): Promise<string> {
  await page.goto(review(reference));
  await answer(page);
  await press(page, "Approve and list");
  await page.goto(review(reference));
  const href = await page.getByRole("link", { name: "See the public page" }).getAttribute("href");
  expect(href, "a listed event has a page").toMatch(/^\/events\//);
  return href ?? "";
}
