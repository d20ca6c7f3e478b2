/** What the person typed of a code: case, spaces and look-alikes don't matter. */
const plain = (typed: string): string =>
  typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');

/** Whether the group that was asked back is the one that was shown. */
export const isSameGroup = (typed: string, group: string): boolean => plain(typed) === plain(group);
