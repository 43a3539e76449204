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
  const found = () => mailsTo(address).filter((mail) => mail.text.includes(reference) && mail.text.includes("/manage/"));
  await expect.poll(() => found().length, { message: `a mail to ${address} about ${reference}` }).toBeGreaterThan(0);
  return found();
}

/** The path of the private link in a mail; in one about several events of the one that is named. */
export function privateLink(mail: Mail, reference = ""): string {
  const at = Math.max(0, mail.text.search(new RegExp(`${reference}\\)?:\\s`)));
  const link = /\/manage\/[\w-]{20,}/;
  const path = (link.exec(reference === "" ? mail.text : mail.text.slice(at)) ?? link.exec(mail.text))?.[0];
  if (path === undefined) throw new Error(`“${mail.subject}” has no private link`);
  return path;
}

let made = 0;

/** An address that no other test uses. */
export function uniqueAddress(name: string): string {
  made += 1;
  return `${name}.${process.pid.toString(36)}${Date.now().toString(36).slice(-5)}${made.toString(36)}@example.org`;
}

/** The address of the sender's private page, from the newest mail whose subject matches: at first the one that asks to confirm the address. */
export async function privatePage(address: string, subject = /confirm your email address/): Promise<string> {
  return privateLink(await mailTo(address, subject));
}

/** Confirms an address by the link in the first mail to it, without drawing the page. The receipt comes then. */
export async function confirm(page: Page, address: string, reference = ""): Promise<void> {
  const link = await privatePage(address, new RegExp(`confirm your email address.*${reference}`));
  const confirmed = await page.request.post(`${link}/confirm`, { headers: { "sec-fetch-site": "same-origin" }, form: {}, maxRedirects: 0 });
  expect(confirmed.status(), "the address is confirmed").toBe(303);
}
