import { watchForEarlyTaps } from '../ui/early-taps.ts';
import { watchForLeaving } from '../ui/leave.ts';

watchForLeaving();
watchForEarlyTaps();
