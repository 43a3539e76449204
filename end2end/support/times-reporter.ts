// Says where the time goes: the seconds that the tests of each file took, the longest first, and their slowest test.

import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

interface Times {
  tests: number;
  milliseconds: number;
  slowest: { title: string; milliseconds: number };
}

export default class TimesReporter implements Reporter {
  private readonly files = new Map<string, Times>();

  onTestEnd(test: TestCase, { duration }: TestResult): void {
    const file = test.location.file.split("/").at(-1) ?? "";
    const times = this.files.get(file) ?? { tests: 0, milliseconds: 0, slowest: { title: "", milliseconds: 0 } };
    times.tests += 1;
    times.milliseconds += duration;
    if (duration > times.slowest.milliseconds) times.slowest = { title: test.title, milliseconds: duration };
    this.files.set(file, times);
  }

  onEnd(): void {
    const seconds = (milliseconds: number) => String(Math.round(milliseconds / 1000)).padStart(5);
    const rows = [...this.files].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
    console.log("\nSeconds of tests in each file, and of its slowest:");
    for (const [file, { tests, milliseconds, slowest }] of rows) {
      console.log(`  ${seconds(milliseconds)}  ${file} (${tests})  ${seconds(slowest.milliseconds)}  ${slowest.title.slice(0, 70)}`);
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}
