// The gallery: every page in every state, written by `app/examples/gallery.rs` and `desk_gallery.rs`, and sent to the
// browser as files. No server of the site and no database is behind them.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";

const folder = process.env.GALLERY ?? "";
const site = process.env.SITE_DIR ?? "";

/** The names of the pages; none where nothing was written. */
export const names: string[] = folder === "" ? [] : readdirSync(folder).filter((file) => file.endsWith(".html")).map((file) => file.slice(0, -5)).sort();

/** The HTML of a page as it is sent. */
export const html = (name: string): string => readFileSync(join(folder, `${name}.html`), "utf8");

const KINDS: Record<string, string> = { css: "text/css", woff2: "font/woff2", svg: "image/svg+xml", png: "image/png", html: "text/html; charset=utf-8" };

/** The file that an address stands for: a page, or what the pages load. Scripts are left out: the pages are looked at as sent. */
function fileOf(address: string): string | undefined {
  const path = decodeURIComponent(address.replace(/[?#].*/, ""));
  if (path.includes("..")) return undefined;
  const file = path.startsWith("/assets/") ? join(site, path.slice("/assets/".length)) : join(folder, `${path.slice(1)}.html`);
  return file.split(".").at(-1)! in KINDS && statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined;
}

/** Serves the gallery on a port of its own, and gives its address. */
export async function serve(): Promise<{ address: string; server: Server }> {
  const server = createServer((request, answer) => {
    const file = fileOf(request.url ?? "");
    if (file === undefined) answer.writeHead(404).end();
    else answer.writeHead(200, { "content-type": KINDS[file.split(".").at(-1) ?? ""], "cache-control": "max-age=600" }).end(readFileSync(file));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const at = server.address();
  return { address: `http://127.0.0.1:${typeof at === "object" && at !== null ? at.port : 0}`, server };
}
