// Requests that no page of ours sends: each gets a plain page, the right status, and no trace.

import { expect, test } from "./support/test.ts";
import { baseURL } from "./support/browser.mjs";
import { signIn } from "./support/desk.ts";
import { answerSteps, someEvent, unique } from "./support/form.ts";
import type { APIResponse } from "@playwright/test";

const FORM = "application/x-www-form-urlencoded";
const own = { "content-type": FORM, origin: baseURL, "sec-fetch-site": "same-origin" };

/** A page for a person: our own frame, words, no technical trace; and the headers of every answer. */
async function expectPlainPage(response: APIResponse, status: number | number[]): Promise<void> {
  const where = `${response.url()} (${response.status()})`;
  if (Array.isArray(status)) expect(status, where).toContain(response.status());
  else expect(response.status(), where).toBe(status);
  const html = await response.text();
  expect(response.headers()["content-type"], where).toContain("text/html");
  expect(html, where).toContain('<html lang="en-GB">');
  expect(html, where).toMatch(/<h1[ >]/);
  expect(html, where).not.toMatch(/panicked|backtrace|sqlx|postgres|thread '|\.rs:|Deserialize|missing field|axum/i);
  expectHeaders(response);
}

function expectHeaders(response: APIResponse): void {
  const headers = response.headers();
  const where = response.url();
  const policy = headers["content-security-policy"] ?? "";
  expect(policy, where).toContain("default-src 'none'");
  expect(policy, where).toContain("frame-ancestors 'none'");
  expect(policy, where).toContain("base-uri 'none'");
  expect(policy, where).toContain("form-action 'self'");
  expect(policy, where).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/);
  expect(headers["x-content-type-options"], where).toBe("nosniff");
  expect(headers["referrer-policy"], where).toBeDefined();
  expect(headers["cross-origin-opener-policy"], where).toBe("same-origin");
  expect(headers["cross-origin-resource-policy"], where).toBe("same-origin");
  expect(headers["permissions-policy"], where).toContain("geolocation=()");
  expect(headers["server"] ?? "", where).not.toMatch(/\d/);
}

test("every answer carries the headers, whatever it is", async ({ request, page }) => {
  for (const path of ["/", "/standards", "/submit", "/submit/event", "/staff", "/staff/sign-in", "/healthz", "/readyz", "/robots.txt", "/no-such-page", "/assets/no-such-file.css", "/events/none.ics"]) {
    expectHeaders(await request.get(path, { maxRedirects: 0 }));
  }
  expectHeaders(await request.head("/"));
  const loaded: string[] = [];
  page.on("response", (response) => loaded.push(response.url()));
  await page.goto("/submit/event", { waitUntil: "networkidle" });
  for (const url of loaded) expectHeaders(await request.get(url));
});

test("only pages with islands, and the sign-in, may run script, and only ours", async ({ request }) => {
  const scripts = async (path: string) => (await request.get(path)).headers()["content-security-policy"] ?? "";
  for (const path of ["/", "/standards", "/submit", "/no-such-page"]) expect(await scripts(path), path).not.toContain("script-src");
  expect(await scripts("/submit/event")).toMatch(/script-src 'nonce-\w{48}' 'wasm-unsafe-eval'$/);
  expect(await scripts("/staff/sign-in"), "for passkeys").toMatch(/script-src 'nonce-\w{48}'$/);
});

test("a script of our own that somebody put into a page does not run", async ({ page, trouble }) => {
  await signIn(page);
  await page.goto("/submit/event");
  const ours = await page.locator("#wake").getAttribute("src");
  for (const path of ["/submit/event", "/staff"]) {
    await page.goto(path);
    const stopped = await page.evaluate(async (src) => {
      const violation = new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(`${event.effectiveDirective} ${new URL(event.blockedURI).pathname}`));
        setTimeout(() => resolve("it ran"), 10_000);
      });
      const script = document.createElement("script");
      script.src = src;
      document.head.append(script);
      return violation;
    }, ours ?? "");
    expect(stopped, path).toBe(`script-src-elem ${ours}`);
  }
  // The browser says so on its console, and nothing else went wrong.
  expect(trouble.splice(0).filter((one) => !one.includes(ours ?? ""))).toEqual([]);
});

for (const path of [
  "/no-such-page", "/events/no-such-event", "/events/", "/events/%00", "/events/%ff%fe", "/submit/nothing",
  "/submit/sent/WO-0000", "/submit/sent/nonsense", "/.env", "/.git/config", "/wp-login.php", "/assets/../Cargo.toml",
  "/assets/%2e%2e/%2e%2e/Cargo.toml", `/${"a".repeat(2000)}`, "/%F0%9F%92%83",
]) {
  test(`${path.slice(0, 40)} is not there, and says so`, async ({ request }) => {
    await expectPlainPage(await request.get(path), [404, 400]);
  });
}

test("an address of the desk that does not exist asks for the sign-in like one that does", async ({ request }) => {
  const asked = async (path: string) => {
    const response = await request.get(path, { maxRedirects: 0 });
    return [response.status(), (response.headers().location ?? "").split("?")[0]];
  };
  const real = await asked("/staff/listed");
  for (const path of ["/staff/no-such-page", "/staff/submissions/WO-2222", "/staff/settings", "/staff/messages/1"]) {
    expect(await asked(path), path).toEqual(real);
  }
});

test("methods that a page does not know are turned away", async ({ request }) => {
  for (const [method, path] of [
    ["POST", "/"], ["PUT", "/"], ["DELETE", "/submit/event"], ["PATCH", "/submit/check"], ["POST", "/standards"],
    ["GET", "/submit/start-again"], ["POST", "/submit/sent/WO-2222"], ["PUT", "/healthz"],
  ] as const) {
    const response = await request.fetch(path, { method, headers: own, maxRedirects: 0 });
    await expectPlainPage(response, 405);
    expect(response.headers().allow, `${method} ${path}`).toBeDefined();
  }
});

test("two megabytes are more than a form takes", async ({ request }) => {
  for (const path of ["/submit/event", "/submit/check", "/staff/sign-in"]) {
    const body = `title=${"x".repeat(2 * 1024 * 1024)}`;
    await expectPlainPage(await request.post(path, { headers: own, data: body }), 413);
  }
});

test("bodies that no form sends are turned away", async ({ request }) => {
  for (const [path, type, data] of [
    ["/submit/event", "application/json", '{"title":"x"}'],
    ["/submit/event", "multipart/form-data; boundary=x", "--x\r\n"],
    ["/submit/event", "text/plain", "title=x"],
    ["/submit/event", FORM, "title=x&title=y"],
    ["/submit/event", FORM, "title=x&state=listed"],
    ["/submit/event", FORM, "%ff=%fe"],
    ["/submit/event", FORM, "a&".repeat(2000)],
    ["/submit/when", FORM, "day-31=1"],
    ["/submit/where", FORM, "venue=1&venue_id=2"],
    ["/submit/check", FORM, ""],
    ["/submit/check", FORM, "key=x&digest=y&agree=yes"],
    ["/submit/nothing", FORM, "title=x"],
  ] as const) {
    const response = await request.post(path, { headers: { ...own, "content-type": type }, data, maxRedirects: 0 });
    await expectPlainPage(response, [400, 404, 415, 422]);
  }
});

test("a form sent from another site is refused", async ({ request }) => {
  for (const path of ["/submit/event", "/submit/check", "/submit/start-again", "/staff/sign-in", "/staff/sign-out"]) {
    for (const headers of [
      { "content-type": FORM, "sec-fetch-site": "cross-site", origin: "https://evil.example" },
      { "content-type": FORM, "sec-fetch-site": "same-site", origin: "https://other.example" },
      { "content-type": FORM, origin: "https://evil.example" },
      { "content-type": FORM, origin: "null" },
    ]) {
      await expectPlainPage(await request.post(path, { headers, data: "title=x", maxRedirects: 0 }), 403);
    }
  }
});

test("another site's page cannot send the form with the visitor's browser", async ({ page, context, trouble }) => {
  await answerSteps(page, someEvent(unique("Cross-site")), "event");
  await context.route("http://evil.example/", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><form method=post action="${baseURL}/submit/start-again"><button>press</button></form>`,
    }),
  );
  const evil = await context.newPage();
  await evil.goto("http://evil.example/");
  const [answer] = await Promise.all([
    evil.waitForResponse((response) => response.url().endsWith("/submit/start-again")),
    evil.getByRole("button").click(),
  ]);
  expect(answer.status()).toBe(403);
  // The request to the other site was this test's own.
  trouble.splice(0, trouble.length, ...trouble.filter((one) => !one.includes("evil.example")));
  await page.goto("/submit/event");
  await expect(page.locator("[name=title]")).not.toHaveValue("");
});

test("the pages cannot be framed", async ({ page, context, trouble }) => {
  await context.route("http://evil.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><iframe src="${baseURL}/submit/event"></iframe>` }),
  );
  await page.goto("http://evil.example/");
  expect(await page.frames()[1]?.locator("main").count()).toBe(0);
  trouble.length = 0;
});

test("after signing in one goes only to pages of ours", async ({ page }) => {
  for (const next of ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/staff/../../evil"]) {
    await page.context().clearCookies();
    await page.goto(`/staff/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByLabel("Email address").fill("clerk@example.org");
    await page.getByLabel("Password").fill(process.env.DEMO_PASSWORD ?? "");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).not.toHaveURL(/sign-in/);
    expect(new URL(page.url()).origin).toBe(baseURL);
  }
});

test("the desk's pages are kept by nobody, and its cookie by nobody but the browser", async ({ page, context }) => {
  await signIn(page);
  const session = (await context.cookies()).filter((cookie) => cookie.httpOnly && cookie.sameSite !== "None");
  expect(session).toHaveLength((await context.cookies()).length);
  for (const path of ["/staff", "/staff/listed", "/staff/records", "/staff/messages"]) {
    const response = await page.request.get(path);
    expect(response.headers()["cache-control"], path).toContain("no-store");
  }
});

test("an unknown name and a wrong password are answered alike", async ({ request }) => {
  const said = async (email: string) => {
    const response = await request.post("/staff/sign-in", { headers: own, data: new URLSearchParams({ email, password: "wrong words here", next: "" }).toString() });
    // Each answer's scripts have a word of their own.
    return [response.status(), (await response.text()).replaceAll(email, "").replace(/nonce="\w{48}"/g, "")];
  };
  expect(await said("nobody@example.org")).toEqual(await said("clerk@example.org"));
});
