// The second step of the sign-in: an app without script, a passkey of a device, recovery codes.

import { randomUUID } from "node:crypto";

import { baseURL } from "./support/browser.mjs";
import { code } from "./support/code.ts";
import { CLERK_PASSWORD, openInvitation, press, setUpApp } from "./support/desk.ts";
import { look, lookAtAnswer, visit } from "./support/look.ts";
import { mailTo } from "./support/mail.ts";
import { expect, test, type Page } from "./support/test.ts";

test.use({ bypassCSP: true });
test.describe.configure({ timeout: 300_000 });

const someone = (): string => `second.${randomUUID()}@example.org`;

async function enterPassword(page: Page, email: string): Promise<void> {
  await page.goto("/staff/sign-in");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill(CLERK_PASSWORD);
  await press(page, "Sign in");
}

async function signOut(page: Page): Promise<void> {
  await press(page, "Sign out");
  await expect(page.getByText("You are signed out")).toBeVisible();
}

const heading = (page: Page, words: string): Promise<void> =>
  expect(page.getByRole("heading", { level: 1 })).toHaveText(words);

/** A device that keeps passkeys and whose owner is always there. */
async function addDevice(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page);
  await device.send("WebAuthn.enable");
  await device.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("a newcomer sets up an app, signs in with a code, and once with a recovery code", async ({ page }) => {
    const email = someone();
    await openInvitation(page, email, "Noor Example");
    await heading(page, "Choose a second step");
    await page.goto("/staff");
    await heading(page, "Choose a second step");
    await page.getByRole("link", { name: "Set up an app" }).click();
    await press(page, "Continue");
    await expect(page.locator(".error-summary")).toBeFocused();
    const key = await setUpApp(page);
    await heading(page, "Your recovery codes");
    const codes = await page.locator(".recovery-codes code").allInnerTexts();
    expect(new Set(codes).size).toBe(10);
    await press(page, "I have written them down");
    await heading(page, "To decide");
    await mailTo(email, /An app was added/);

    await signOut(page);
    await enterPassword(page, email);
    await heading(page, "One more step");
    await page.getByLabel("The six figures").fill(code(key, 1));
    await press(page, "Sign in");
    await heading(page, "To decide");

    await signOut(page);
    await enterPassword(page, email);
    await page.getByRole("link", { name: "Use one of your recovery codes" }).click();
    await page.getByLabel("Recovery code").fill(codes[4]?.toLowerCase() ?? "");
    await press(page, "Sign in");
    await expect(page.getByRole("status")).toContainText("9 recovery codes are left");
    await mailTo(email, /A recovery code was used/);

    await page.goto("/staff/security/second-factor/passkey");
    await page.getByLabel("A name for it").fill("My phone");
    await press(page, "Make the passkey");
    await expect(page.locator("#passkey")).toContainText("Passkeys need JavaScript");
    await expect(page.getByLabel("A name for it")).toHaveValue("My phone");
  });
});

test("a passkey is made, is the second step, signs in alone, and is removed", async ({ page }) => {
  const email = someone();
  await addDevice(page);
  await openInvitation(page, email, "Kim Example");
  await page.getByRole("link", { name: "Set up a passkey" }).click();
  await press(page, "Make the passkey");
  await expect(page.locator("#name-problem")).toContainText("Enter a name for it");
  await page.getByLabel("A name for it").fill("Kim’s phone");
  await press(page, "Make the passkey");
  await heading(page, "Your recovery codes");
  await press(page, "I have written them down");
  await heading(page, "To decide");
  await mailTo(email, /A passkey was added/);

  await signOut(page);
  await enterPassword(page, email);
  await heading(page, "One more step");
  await press(page, "Use your passkey");
  await heading(page, "To decide");

  // With nothing typed: the device is asked as soon as the page is there.
  await signOut(page);
  await page.goto("/staff/listed");
  await press(page, "Sign in with a passkey");
  await expect(page).toHaveURL(/\/staff\/listed$/);

  await page.goto("/staff/security");
  await expect(page.getByText("Kim’s phone", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Remove the passkey “Kim’s phone”" }).click();
  await expect(page.getByText("It is the only second step you have")).toBeVisible();
  await page.goto("/staff/security/second-factor/app");
  await setUpApp(page);
  await expect(page.getByRole("status")).toContainText("The app is set up");
  await page.getByRole("link", { name: "Remove the passkey “Kim’s phone”" }).click();
  await press(page, "Remove it");
  await expect(page.getByRole("status")).toContainText("The passkey is removed");
  await mailTo(email, /A passkey was removed/);
});

test("a device that keeps no passkey of this site, and an answer that comes too often", async ({ page }) => {
  await page.goto("/staff/sign-in");
  await addDevice(page);
  await press(page, "Sign in with a passkey");
  await expect(page.locator("[data-passkey-problem]")).toBeVisible();
  await page.evaluate(() => {
    const form = document.querySelector<HTMLFormElement>("form[data-passkey]");
    const answer = form?.querySelector<HTMLInputElement>("[name=answer]");
    if (answer) answer.value = "{}";
    form?.submit();
  });
  await expect(page.locator(".error-summary")).toContainText("Try your passkey once more");
  await page.goto("/staff");
  await heading(page, "Staff sign in");
});

test("the pages of the second step, as axe sees them", async ({ page, context }) => {
  const email = someone();
  await visit(page, "/staff/sign-in");
  await openInvitation(page, email, "Pat Example");
  await look(page, "the choice");
  await visit(page, "/staff/security/second-factor/app");
  await visit(page, "/staff/security/second-factor/passkey");
  await page.goto("/staff/security/second-factor/app");
  await lookAtAnswer(page, "an app with a problem", () => press(page, "Continue"));
  const key = await setUpApp(page);
  await look(page, "new recovery codes");
  await press(page, "I have written them down");
  await visit(page, "/staff/security");
  await visit(page, "/staff/security/app/remove");
  await visit(page, "/staff/security/recovery-codes");
  await visit(page, "/staff/security/second-factor");
  await context.clearCookies();
  await enterPassword(page, email);
  await visit(page, "/staff/sign-in/second");
  await lookAtAnswer(page, "a code with a problem", () => press(page, "Sign in"));
  await visit(page, "/staff/sign-in/recovery");
  await lookAtAnswer(page, "a recovery code with a problem", () => press(page, "Sign in"));
  await page.goto("/staff/sign-in/second");
  await page.getByLabel("The six figures").fill(code(key, 1));
  await press(page, "Sign in");
  await heading(page, "To decide");
  expect(page.url().startsWith(baseURL)).toBe(true);
});
