import { defineConfig } from "@playwright/test";

import { baseURL, launchOptions } from "./support/browser.mjs";

// The journeys and the form's errors work alike with script, without it, and on a phone; the desk
// beside the decisions with and without script. What measures a page does so at every width by
// itself, so it runs once.
const everywhere = [/journeys\.spec\.ts/, /errors\.spec\.ts/, /sender\.spec\.ts/];

// They change settings that every other journey would feel.
const alone = /flood\.spec\.ts/;
const policy = /policy\.spec\.ts/;
const last = /desk-words\.spec\.ts/;

// It needs no server, and so it runs beside those that must have the server for themselves.
const gallery = /gallery\.spec\.ts/;

export default defineConfig({
  testDir: ".",
  outputDir: "test-results/failures",
  fullyParallel: true,
  workers: 2,
  // A test that needs a second try is a fault, and `make test` names it; one may, so that a busy machine stops nobody.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  // Generous, because a busy machine is slow: what is slow is measured by benches, never by these.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["./support/examples-reporter.ts"], ["./support/times-reporter.ts"]],
  use: {
    baseURL,
    browserName: "chromium",
    launchOptions,
    // Scrolling is instant, so that a test sees the page where it comes to rest.
    contextOptions: { reducedMotion: "reduce" },
    locale: "en-GB",
    timezoneId: "Europe/London",
    viewport: { width: 1280, height: 900 },
    actionTimeout: 60_000,
    navigationTimeout: 90_000,
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "with-script", testIgnore: [alone, policy, last, gallery] },
    { name: "no-script", use: { javaScriptEnabled: false }, testMatch: [...everywhere, /\/desk\.spec\.ts/] },
    {
      name: "phone",
      use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
      testMatch: everywhere,
      grepInvert: /@not-on-a-phone/,
    },
    { name: "alone", testMatch: alone, dependencies: ["with-script", "no-script", "phone"] },
    { name: "policy", testMatch: policy, dependencies: ["alone"] },
    { name: "last", testMatch: last, dependencies: ["policy"] },
    { name: "gallery", testMatch: gallery, dependencies: ["alone"] },
  ],
});
