// The mails that the mail server of the journeys was given.

import { readFileSync } from "node:fs";

import { expect, type Page } from "./test.ts";

/** A mail as it arrived. */
export interface Mail {
  at: string;
  envelope: string[];
  from: string;
  to: string;
  cc: string;
  subject: string;
  messageId: string;
  text: string;
  html: string;
  headers: string[];
}

/** Every mail so far, oldest first. A line that is still being written is left for the next look. */
function all(): Mail[] {
  const file = process.env.MAILS;
  if (file === undefined) throw new Error("MAILS says where the mails are");
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Mail);
}

/** The mails to an address, oldest first. */
export const mailsTo = (address: string): Mail[] => all().filter((mail) => mail.envelope.includes(address));

/** Waits for a mail to an address whose subject matches: the newest such mail, once there are so many. */
export async function mailTo(address: string, subject: RegExp, count = 1): Promise<Mail> {
  const found = () => mailsTo(address).filter((mail) => subject.test(mail.subject));
  await expect.poll(() => found().length, { message: `a mail to ${address} about ${subject}` }).toBeGreaterThanOrEqual(count);
  const mail = found().at(-1);
  if (mail === undefined) throw new Error("the mail is gone");
  return mail;
}

/** Waits for mails with a private link to a submission. */
export async function mailsAbout(address: string, reference: string): Promise<Mail[]> {
  const found = () => mailsTo(address).filter((mail) => mail.subject.includes(reference) && mail.text.includes("/manage/"));
  await expect.poll(() => found().length, { message: `a mail to ${address} about ${reference}` }).toBeGreaterThan(0);
  return found();
}

/** The path of the private link in a mail. */
export function privateLink(mail: Mail): string {
  const path = /\/manage\/[\w-]{20,}/.exec(mail.text)?.[0];
  if (path === undefined) throw new Error(`“${mail.subject}” has no private link`);
  return path;
}

let made = 0;

/** An address that no other test uses. */
export function uniqueAddress(name: string): string {
  made += 1;
  return `${name}.${process.pid.toString(36)}${Date.now().toString(36).slice(-5)}${made.toString(36)}@example.org`;
}

/** The address of the sender's private page, from the newest mail whose subject matches. */
export async function privatePage(address: string, subject = /we have your event/): Promise<string> {
  return privateLink(await mailTo(address, subject));
}

/** Confirms an address by the link in its receipt, without drawing the page. */
export async function confirm(page: Page, address: string): Promise<void> {
  const link = await privatePage(address);
  const confirmed = await page.request.post(`${link}/confirm`, { headers: { "sec-fetch-site": "same-origin" }, form: {}, maxRedirects: 0 });
  expect(confirmed.status(), "the address is confirmed").toBe(303);
}
