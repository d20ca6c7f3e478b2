import * as icons from '../ui/icons.ts';

/** A topic names its icon as lucide does. Only public pages, which send no script for it, know this list. */
const topicIcons = new Map<string, string>(
  Object.entries({
    'receipt-euro': icons.receiptEuro,
    'house-heart': icons.houseHeart,
    unlink: icons.unlink,
    baby: icons.baby,
    backpack: icons.backpack,
    'message-circle-heart': icons.messageCircleHeart,
    earth: icons.earth,
    'flower-2': icons.flower2,
    'hand-helping': icons.handHelping,
    armchair: icons.armchair,
    accessibility: icons.accessibility,
    'user-round': icons.userRound,
  }),
);

/** Path data for a topic's icon; a name we don't have gets the speech bubble. */
export const topicIcon = (name: string): string => topicIcons.get(name) ?? icons.messageCircle;
