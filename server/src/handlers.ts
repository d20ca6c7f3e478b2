import type { Contract } from '@beistand/contract';
import { forget } from './accounts/forget.ts';
import { loginFinish } from './accounts/login-finish.ts';
import { loginStart } from './accounts/login-start.ts';
import { logout } from './accounts/logout.ts';
import { me } from './accounts/me.ts';
import { passwordFinish } from './accounts/password-finish.ts';
import { proofChallenge } from './accounts/proof-challenge.ts';
import { recoverFinish } from './accounts/recover-finish.ts';
import { recoverStart } from './accounts/recover-start.ts';
import { registerStart } from './accounts/register-start.ts';
import { resume } from './accounts/resume.ts';
import { writeSlot } from './accounts/slots-write.ts';
import { tab } from './accounts/tab.ts';
import { beginFile } from './attachments/begin.ts';
import { readPart } from './attachments/read-part.ts';
import { writePart } from './attachments/write-part.ts';
import { appendLog } from './centres/append-log.ts';
import { changeCentre } from './centres/change.ts';
import { checkPaper } from './centres/check-paper.ts';
import { draftCentre } from './centres/draft.ts';
import { dropDraft } from './centres/drop-draft.ts';
import { listCentres } from './centres/list.ts';
import { listCentreChanges } from './centres/list-changes.ts';
import { openCentre } from './centres/open.ts';
import { centre } from './centres/read.ts';
import { readLog } from './centres/read-log.ts';
import { readSeeds } from './centres/read-seeds.ts';
import { readStaff } from './centres/read-staff.ts';
import { setAreas } from './centres/set-areas.ts';
import { appendRecord } from './conversations/append-record.ts';
import { askForKeys } from './conversations/ask-for-keys.ts';
import { healWrap } from './conversations/heal-wrap.ts';
import { listConversations } from './conversations/list.ts';
import { readItems } from './conversations/read-items.ts';
import { endLink } from './enquiries/end-link.ts';
import { enquire } from './enquiries/enquire.ts';
import { listWaiting } from './enquiries/list-waiting.ts';
import { makeLink } from './enquiries/make-link.ts';
import { readLink } from './enquiries/read-link.ts';
import { askToJoin } from './groups/ask.ts';
import { closeDoor } from './groups/close-door.ts';
import { leaveGroup } from './groups/leave.ts';
import { listGroups } from './groups/list.ts';
import { listJoiners } from './groups/list-joiners.ts';
import { openDoor } from './groups/open-door.ts';
import { readDoor } from './groups/read-door.ts';
import { startGroup } from './groups/start.ts';
import { turnAway } from './groups/turn-away.ts';
import type { Handlers } from './http/asked.ts';
import { keyBundle } from './keys/key-bundle.ts';
import { appendMessage } from './messages/append-message.ts';
import { cancelLater } from './messages/cancel-later.ts';
import { eraseMessage } from './messages/erase-message.ts';
import { listLater } from './messages/list-later.ts';
import { sendLater } from './messages/send-later.ts';
import { signal } from './messages/signal.ts';
import { consentText } from './organisations/consent-text.ts';
import { health } from './organisations/health.ts';
import { leaveAdministration } from './organisations/leave-administration.ts';
import { organisation } from './organisations/read.ts';
import { inviteColleague } from './staff/invite-colleague.ts';
import { inviteLead } from './staff/invite-lead.ts';
import { listInvitations } from './staff/list.ts';
import { readInvitation } from './staff/read.ts';
import { redeemInvitation } from './staff/redeem.ts';
import { withdrawInvitation } from './staff/withdraw.ts';
import { readThreads } from './threads/read.ts';
import { startConversation } from './threads/start.ts';
import { addTopic } from './topics/add.ts';
import { topicAreas } from './topics/areas.ts';
import { changeTopic } from './topics/change.ts';
import { listTopics } from './topics/list.ts';
import { confirmVaultUse } from './vault/confirm.ts';
import { drillVault } from './vault/drill.ts';
import { listVaultUses } from './vault/list.ts';
import { useVault } from './vault/use.ts';

/** Every endpoint's verb; the compiler lists what is missing. */
export const handlers: Handlers<Contract> = {
  addTopic,
  appendLog,
  appendMessage,
  appendRecord,
  askForKeys,
  askToJoin,
  cancelLater,
  centre,
  changeCentre,
  changeTopic,
  checkPaper,
  closeDoor,
  confirmVaultUse,
  consentText,
  draftCentre,
  drillVault,
  endLink,
  dropDraft,
  enquire,
  eraseMessage,
  forget,
  healWrap,
  health,
  inviteColleague,
  inviteLead,
  keyBundle,
  leaveAdministration,
  leaveGroup,
  listCentreChanges,
  listCentres,
  listConversations,
  listGroups,
  listInvitations,
  listJoiners,
  listLater,
  listTopics,
  listVaultUses,
  listWaiting,
  loginFinish,
  loginStart,
  logout,
  makeLink,
  me,
  openCentre,
  openDoor,
  organisation,
  passwordFinish,
  proofChallenge,
  readInvitation,
  readDoor,
  readItems,
  readLink,
  readLog,
  readSeeds,
  readStaff,
  readThreads,
  recoverFinish,
  recoverStart,
  redeemInvitation,
  registerStart,
  resume,
  sendLater,
  setAreas,
  signal,
  startConversation,
  startGroup,
  tab,
  topicAreas,
  turnAway,
  useVault,
  withdrawInvitation,
  writeSlot,
  beginFile,
  writePart,
  readPart,
};
