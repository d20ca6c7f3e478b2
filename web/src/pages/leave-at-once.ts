import { watchForLeaving } from '../ui/leave.ts';

watchForLeaving();
