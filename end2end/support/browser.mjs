// Which Chromium to drive, how it is started, and the site it opens.

import { existsSync } from "node:fs";

const installed = [process.env.CHROMIUM, "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/google-chrome"];

/** The browser of this machine; without one, Playwright's own. */
const executablePath = installed.find((path) => path !== undefined && path !== "" && existsSync(path));

export const launchOptions = {
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** The site under test. */
export const baseURL = process.env.BASE_URL ?? "http://127.0.0.1:3000";
