/** A number someone in danger can call at once; `isFirst` stands in the strip even on the smallest phone. */
export type HelpNumber = { number: string; name: string; note: string; isFirst: boolean };

/** What every page of an organisation carries, whatever stands in its middle. */
export type FrameData = {
  organisation: string;
  /** Where leaving goes: nothing of ours, nothing that raises a question. */
  leaveTo: string;
  help: readonly HelpNumber[];
};
