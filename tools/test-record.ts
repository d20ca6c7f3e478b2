/** What both test runners tell of each test, written as one JSON file whose path stands in TEST_RECORD. */
export type TestRecord = {
  /** File, then suites and title. */
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, if it says so. */
  reason: string | null;
  /** Counts worth showing, from annotations of type `figure`. */
  figures: string[];
};
