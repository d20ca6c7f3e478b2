/** One use within a week. */
export const invitationLifeMs = 7 * 24 * 60 * 60 * 1000;
