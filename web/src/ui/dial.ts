/** For `tel:`: digits only. */
export const dialOf = (number: string): string => number.replaceAll(/[^+\d]/g, '');
