/** A built file: its address and its hash for `integrity`. */
export type Asset = { url: string; integrity: string };

/** Everything a document links, written by the build. */
export type Bundle = {
  /** Runs before anything is shown: the way out, and taps that come too early. */
  atOnce: Asset;
  styles: readonly Asset[];
  script: Asset | null;
  /** JSON for `<script type="importmap">`: integrity of every script, also of those loaded later. */
  importMap: string | null;
  font: Asset;
  icon: Asset;
  /** What is loaded later, by source path (`src/text/…`), with what it needs: to preload what a page asks for first. */
  chunks: Readonly<Record<string, readonly Asset[]>>;
};

export type BundleName = 'public' | 'seeker' | 'staff';
export type Bundles = Readonly<Record<BundleName, Bundle>>;
