import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { TestRecord } from './test-record.ts';

/** Vitest loads a reporter by its default export. */
export default class VitestReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { TEST_PROGRESS } = process.env;
    const { state } = test.result();
    if (TEST_PROGRESS && state !== 'skipped')
      process.stderr.write(`${TEST_PROGRESS}${state} ${test.fullName}\n`);
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const records: TestRecord[] = [];
    for (const module of modules) {
      // A file that does not even load has no tests, yet must not pass unseen.
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0)
        records.push({ name: module.relativeModuleId, state: 'failed', reason: null, figures: [] });
      for (const test of module.children.allTests()) {
        const { state, ...result } = test.result();
        records.push({
          name: `${module.relativeModuleId} ${test.fullName}`,
          // Passing at a second try is a failure: a flaky test is a bug of today.
          state: state === 'pending' || test.diagnostic()?.flaky ? 'failed' : state,
          reason: 'note' in result ? (result.note ?? null) : null,
          figures: test.annotations().flatMap(({ type, message }) => (type === 'figure' ? [message] : [])),
        });
      }
    }
    writeFileSync(process.env.TEST_RECORD ?? '', JSON.stringify(records));
  }
}
