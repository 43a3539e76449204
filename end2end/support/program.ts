// The program under test at its command line.

import { execFileSync } from "node:child_process";

/** Runs `whatson` on the database under test and returns what it said. */
export function runWhatson(...words: string[]): string {
  const program = process.env.WHATSON_BIN;
  if (program === undefined) throw new Error("WHATSON_BIN says where the program is");
  return execFileSync(program, words, { encoding: "utf8" });
}
