import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import type { TestRecord } from './test-record.ts';

const states = { expected: 'passed', skipped: 'skipped', unexpected: 'failed', flaky: 'failed' } as const;

/** Playwright loads a reporter by its default export. */
export default class PlaywrightReporter implements Reporter {
  #tests: TestCase[] = [];

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  onTestEnd(test: TestCase, { status }: TestResult): void {
    const { TEST_PROGRESS } = process.env;
    if (TEST_PROGRESS) process.stderr.write(`${TEST_PROGRESS}${status} ${test.title}\n`);
  }

  onEnd(): void {
    const records = this.#tests.map((test): TestRecord => {
      const skip = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
      return {
        name: [relative(process.cwd(), test.location.file), ...test.titlePath().slice(3)].join(' '),
        state: states[test.outcome()],
        reason: skip?.description ?? null,
        figures: test.annotations.flatMap(({ type, description }) =>
          type === 'figure' && description ? [description] : [],
        ),
      };
    });
    writeFileSync(process.env.TEST_RECORD ?? '', JSON.stringify(records));
  }
}
