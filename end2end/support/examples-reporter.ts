// Gathers what became of the examples into one table.

import { mkdirSync, writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

interface Row {
  n: number;
  title: string;
  said: string;
  first: string;
  told: string[];
  final: string;
  unsaid: string;
}

export default class ExamplesReporter implements Reporter {
  private readonly rows: Row[] = [];
  private readonly failed: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (!test.location.file.endsWith("examples.spec.ts")) return;
    const found = result.annotations.find((annotation) => annotation.type === "example")?.description;
    if (found !== undefined) this.rows.push(JSON.parse(found) as Row);
    if (result.status !== "passed") this.failed.push(test.title);
  }

  onEnd(): void {
    if (this.rows.length === 0) return;
    const cell = (words: string) => words.replaceAll("|", "\\|").replaceAll("\n", " ");
    const cut = (words: string) => (words.length > 60 ? `${words.slice(0, 59)}…` : words);
    const lines = this.rows
      .sort((a, b) => a.n - b.n)
      .map((row) => [String(row.n), cut(row.title), row.said, row.first, row.told.join("; "), row.final, row.unsaid].map(cell).join(" | "));
    const table = [
      "# What became of the examples",
      "",
      "| | example | as its sender put it | first answer | what the form said | in the end | what the form cannot say yet |",
      "|-|-|-|-|-|-|-|",
      ...lines.map((line) => `| ${line} |`),
      ...(this.failed.length === 0 ? [] : ["", "Failed:", "", ...this.failed.map((title) => `- ${title}`)]),
      "",
    ].join("\n");
    mkdirSync("test-results", { recursive: true });
    writeFileSync("test-results/examples.md", table);
    console.log(`\n${table}`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
