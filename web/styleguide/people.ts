import type { StaffData } from '../src/counselling/staff-shell.tsx';
import { frameOf } from '../src/pages/frame-of.ts';

/** The pictures show things as they are at one moment: nothing happens when they are touched. */
export const still = (): void => undefined;

export const frame = frameOf('Lindenwerk');

export const staff: StaffData = {
  organisation: 'Lindenwerk',
  centre: 'Freiburg-Altstadt',
  name: 'Miriam Keller',
};

export const paperCode = ['7Q4M', 'K9XT', '2HDW', '8RPA', '5ZNE', 'J3VC', '6BGY'];

export const numbers = ['48213', '90571', '26604', '71938', '05142', '83367'];
