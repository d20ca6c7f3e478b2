import { watchForEarlyTaps } from '../ui/early-taps.ts';

watchForEarlyTaps();
