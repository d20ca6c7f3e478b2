/**
 * The document brings a note that shows by itself when no script of ours begins: lost on the way, or another than its
 * hash. Takes it away, now that one has begun, and brings it back at once when an error leaves `root` blank, as a part
 * does that is asked for later and refused.
 */
export function begun(root: HTMLElement): void {
  const note = document.getElementById('stalled');
  if (!note) return;
  note.remove();
  note.classList.add('now');
  const look = (): void =>
    void setTimeout(() => {
      if (root.childElementCount === 0) document.body.append(note);
    });
  addEventListener('error', look);
  addEventListener('unhandledrejection', look);
}
