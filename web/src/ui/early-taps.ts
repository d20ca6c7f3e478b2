/**
 * Buttons that are pressed before the script of their form has come. Forms that wait have the method `dialog`, which sends
 * nothing anywhere, and say with `data-ready` when they are; what was pressed until then is pressed again, each button once and in the same order. Runs as a blocking script,
 * so that no press is too early.
 */
export function watchForEarlyTaps(): void {
  const pressed = new Set<HTMLButtonElement>();
  const replay = (): void => {
    for (const button of pressed) {
      if (button.form?.dataset.ready === undefined) continue;
      pressed.delete(button);
      button.removeAttribute('aria-busy');
      button.click();
    }
    if (pressed.size === 0) ready.disconnect();
  };
  const ready = new MutationObserver(replay);
  addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      if (button?.form?.method !== 'dialog' || button.form.dataset.ready !== undefined) return;
      event.preventDefault();
      pressed.add(button);
      button.setAttribute('aria-busy', 'true');
      ready.observe(document, { subtree: true, attributeFilter: ['data-ready'] });
    },
    true,
  );
}
