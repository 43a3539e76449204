// What a page weighs, whom it calls, what it remembers; and that the few scripts do their work.

import { expect, test, type Page } from "./support/test.ts";
import { baseURL } from "./support/browser.mjs";
import { list, signIn } from "./support/desk.ts";
import { eventDay, fill, answerSteps, someEvent, submit, unique } from "./support/form.ts";
import { dayAndMonth, plus, weekday } from "./support/dates.ts";

interface Loaded {
  bytes: number;
  requests: { url: string; kind: string }[];
}

/** Opens a page with an empty cache and counts what comes over the wire, headers included. */
async function load(page: Page, path: string): Promise<Loaded> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
  const loaded: Loaded = { bytes: 0, requests: [] };
  session.on("Network.loadingFinished", (event) => (loaded.bytes += event.encodedDataLength));
  session.on("Network.requestWillBeSent", (event) =>
    loaded.requests.push({ url: event.request.url, kind: event.type ?? "" }),
  );
  await page.goto(path, { waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  await session.detach();
  return loaded;
}

test("the listing weighs less than 60 KB with its font, runs no script and calls nobody", async ({ page, context }) => {
  const loaded = await load(page, "/");
  console.log(`the listing: ${loaded.bytes} bytes in ${loaded.requests.length} requests`);
  expect(loaded.bytes).toBeLessThan(60 * 1024);
  expect(loaded.requests.filter(({ url, kind }) => kind === "Script" || /\.(js|wasm)$/.test(url))).toEqual([]);
  expect(loaded.requests.filter(({ url }) => !url.startsWith(baseURL))).toEqual([]);
  expect(loaded.requests.some(({ url }) => url.endsWith(".woff2"))).toBe(true);
  expect(await page.evaluate(() => document.fonts.check("18px 'Atkinson Hyperlegible Next'"))).toBe(true);
  expect(await context.cookies()).toEqual([]);
});

test("an event's page and the standing pages run no script either", async ({ page, browser }) => {
  const desk = await browser.newPage();
  const reference = await submit(desk, someEvent(unique("Light")));
  await signIn(desk);
  const event = await list(desk, reference);
  await desk.context().close();
  for (const path of [event, "/standards", "/privacy", "/cookies", "/accessibility", "/how-we-decide", "/submit"]) {
    const loaded = await load(page, path);
    expect(loaded.requests.filter(({ url }) => /\.(js|wasm)$/.test(url)), path).toEqual([]);
    expect(loaded.bytes, path).toBeLessThan(60 * 1024);
  }
  expect(await page.context().cookies(), "reading sets no cookie").toEqual([]);
});

test("the reader's browser keeps nothing of a public page", async ({ page, context }) => {
  for (const path of ["/", "/standards", "/submit", "/submit/event"]) await page.goto(path);
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length))).toBe(0);
});

test("the form remembers with one cookie of its own, which script cannot read", async ({ page, context }) => {
  await answerSteps(page, someEvent(unique("Cookie")), "event");
  await page.goto("/submit/when");
  const cookies = await context.cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).toBe("");
});

test("a page that has not changed is not sent again", async ({ request }) => {
  for (const path of ["/", "/standards", "/?free=yes"]) {
    const first = await request.get(path);
    const tag = first.headers().etag;
    expect(tag, path).toBeDefined();
    const again = await request.get(path, { headers: { "if-none-match": tag ?? "" } });
    expect(again.status(), path).toBe(304);
    expect((await again.body()).length).toBe(0);
    expect(first.headers()["set-cookie"]).toBeUndefined();
  }
});

test("styles, font and scripts are kept for a year and sent compressed", async ({ page, request }) => {
  const seen = new Map<string, Record<string, string>>();
  page.on("response", (response) => {
    if (response.url().includes("/assets/")) void response.allHeaders().then((headers) => seen.set(response.url(), headers));
  });
  await page.goto("/submit/event", { waitUntil: "networkidle" });
  expect(seen.size).toBeGreaterThanOrEqual(4);
  for (const [url, headers] of seen) {
    expect(headers["cache-control"], url).toContain("immutable");
    if (/\.(css|js|wasm)$/.test(url)) expect(headers["content-encoding"], url).toMatch(/br|gzip/);
    expect((await request.get(url)).status()).toBe(200);
  }
});

/** Waits until the islands of the page are awake. */
async function awake(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
}

test("the count under the description counts while one types, as the server counts", async ({ page }) => {
  await page.goto("/submit/event");
  await awake(page);
  const count = page.locator("main").getByText(/character/i).last();
  await page.locator("[name=description]").fill("x".repeat(3990));
  await expect(page.locator("main")).toContainText("10 characters");
  await page.locator("[name=description]").press("End");
  await page.locator("[name=description]").fill("x".repeat(4002));
  await expect(page.locator("main")).toContainText(/2 characters (too many|over|too long)/);
  // It never stops anybody from typing.
  await expect(page.locator("[name=description]")).toHaveValue("x".repeat(4002));
  await expect(count).toBeVisible();
});

test("the date reads back its weekday while one types", async ({ page }) => {
  await answerSteps(page, someEvent(unique("Weekday")), "event");
  await page.goto("/submit/when");
  await awake(page);
  const day = eventDay();
  await page.locator("[name=day]").pressSequentially(String(day.getUTCDate()));
  await page.locator("[name=month]").pressSequentially(String(day.getUTCMonth() + 1));
  await page.locator("[name=year]").pressSequentially(String(day.getUTCFullYear()));
  await expect(page.locator("main")).toContainText(weekday(day));
  await expect(page.locator("main")).toContainText(dayAndMonth(day));
  await fill(page, { start: "7pm" });
  await page.locator('[name="repeats"][value="days"]').check();
  const last = plus(day, 2);
  await page.locator("[name=last-day]").pressSequentially(String(last.getUTCDate()));
  await page.locator("[name=last-month]").pressSequentially(String(last.getUTCMonth() + 1));
  await page.locator("[name=last-year]").pressSequentially(String(last.getUTCFullYear()));
  await expect(page.locator("main")).toContainText("Your event will be on 3 days");
});

test("a known place is offered while one types, and taken at a press", async ({ page }) => {
  await answerSteps(page, someEvent(unique("Place")), "when");
  await page.goto("/submit/where");
  await awake(page);
  await page.locator('[name="venue"][value="other"]').check();
  const name = page.locator("[name=venue-name]");
  await name.pressSequentially("Grombridge vilage hall");
  await page.getByRole("button", { name: "Village Hall, Groombridge" }).click();
  await expect(name).toHaveValue("Village Hall, Groombridge");
  await expect(page.getByRole("button", { name: "Village Hall, Groombridge" })).toHaveCount(0);
  await page.getByRole("button", { name: "Continue" }).last().click();
  await expect(page).toHaveURL(/\/submit\/more$/);
});

test("what the islands say at first is what the server said", async ({ page, browser }) => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const without = await plain.newPage();
  await without.goto("/submit/event");
  const before = await without.locator("main").innerText();
  await plain.close();
  await page.goto("/submit/event");
  await awake(page);
  expect((await page.locator("main").innerText()).length).toBeGreaterThanOrEqual(before.length - 40);
});
