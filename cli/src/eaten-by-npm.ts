/**
 * npm takes options for itself unless two dashes stand before them, and says so to the script alone, by its environment.
 * Answers a hint when one of `names` went that way, else null.
 */
export function eatenByNpm(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  example: string,
): string | null {
  const eaten = names.filter((name) => environment[`npm_config_${name.replaceAll('-', '_')}`] !== undefined);
  if (eaten.length === 0) return null;
  const options = eaten.map((name) => `--${name}`).join(', ');
  return `npm has kept ${options} for itself: write two dashes before the options, like ${example}`;
}
