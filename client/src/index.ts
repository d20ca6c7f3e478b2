// The front door: everything a participant does, without pixels.
export { changePhrase } from './account/change-phrase.ts';
export { judgePassword, type PasswordFlaw } from './account/judge-password.ts';
export { keepKnownName, readKnownName } from './account/known-name.ts';
export { forgetDevice, isDeviceKept, keepDevice, resumeDevice } from './account/my-device.ts';
export { type NameParts, proposeName } from './account/propose-name.ts';
export { proposePhrase } from './account/propose-phrase.ts';
export { proveAgain, signIn, signInWithCode } from './account/sign-in.ts';
export { lock, signOut } from './account/sign-out.ts';
export * from './administration/centres.ts';
export { contentOf } from './attachment/download.ts';
export { sendFile } from './attachment/send-file.ts';
export { attach } from './attachment/upload.ts';
export { type UploadRow, uploadsIn } from './attachment/uploads.ts';
export {
  type AwaitedCentre,
  type CentreChange,
  type CentreDescription,
  type CentrePerson,
  describeCentre,
  listAwaited,
  noteCompared,
} from './centre/describe.ts';
export { removeStaff, setBits } from './centre/extend.ts';
export { checkPaper, drawPaper, foundCentre, type PaperSheet } from './centre/found.ts';
export {
  beginJoining,
  type Candidate,
  checkInvitation,
  finishJoining,
  invite,
  type Joining,
  letIn,
  listCandidates,
  prepareJoining,
  redeem,
  redeemAsMyself,
  renameJoining,
} from './centre/invite.ts';
export { takeCentreKeys } from './centre/keys.ts';
export { checkPin, newestView, syncLog } from './centre/log.ts';
export { inMyOrder, type MyCentre } from './centre/my-centres.ts';
export { signInNewLeadByPaper } from './centre/paper-sign-in.ts';
export { replacePaper } from './centre/replace-paper.ts';
export { rotateInbox, rotateVault, setPolicy } from './centre/rotate.ts';
export { nameOfCentre } from './centre/signed-name.ts';
export {
  confirmVault,
  drawVaultUse,
  drillVault,
  listVaultUses,
  takeOverByVault,
  useVault,
  type VaultUse,
  type VaultWish,
} from './centre/vault.ts';
export { accept, giveBack } from './conversation/accept.ts';
export {
  type AddedRole,
  addMember,
  handOver,
  type PlannedCover,
  planCover,
  removeMember,
  takeOver,
} from './conversation/change.ts';
export {
  dropSentDraft,
  type ListedConversation,
  listConversations,
  noteConversation,
} from './conversation/list.ts';
export { type Destination, move } from './conversation/move.ts';
export { type OpenConversation, openConversation, refresh } from './conversation/open.ts';
export type { ChangeEntry, Entry, MessageEntry } from './conversation/read.ts';
export { relink } from './conversation/relink.ts';
export { forgetDeletedReply, keepReply, readReply } from './conversation/reply.ts';
export { type Report, reportOf } from './conversation/report.ts';
export { suggestCentre } from './conversation/suggest-centre.ts';
export type { VaultEntry } from './conversation/vault-entries.ts';
export { type EnquiryDraft, forgetDraft, keepDraft, readDraft } from './enquiry/draft.ts';
export {
  type Arrived,
  beginEnquiry,
  type Enquiry,
  keepPending,
  type Pending,
  prepareEnquiry,
  readPending,
  sendEnquiry,
} from './enquiry/enquire.ts';
export { endLink, makeLink, type OwnLink, readLink } from './enquiry/own-link.ts';
export { type Revision, revise, wayBackOf } from './enquiry/revise.ts';
export { listWaiting, type Waiting } from './enquiry/waiting.ts';
export {
  addModerator,
  admit,
  closeGroup,
  type Joiner,
  listJoiners,
  readTitle,
  sayTitle,
  turnAway,
} from './group/admit.ts';
export { askToJoin, closeDoor, type Door, leaveGroup, nameMyself, openDoor, readDoor } from './group/door.ts';
export { listGroups, startGroup } from './group/start.ts';
export { follow } from './live/follow.ts';
export type { Body } from './message/body.ts';
export { deleteMessage, edit, queueDeletion, queueEdit } from './message/change.ts';
export {
  cancelLater,
  type LaterMessage,
  listLater,
  queueLater,
  renewLater,
  sendLater,
} from './message/later.ts';
export { dropMessage, type OutboxRow, resume } from './message/outbox.ts';
export { deliver, queueMessage, type Sent, send } from './message/send.ts';
export { type HeardSignal, hearSignal, type SignalBody, type SignalKind, signal } from './message/signal.ts';
export { myId, type Self } from './self.ts';
export { call, ServerRefusal, Unreachable } from './server/call.ts';
export type { ConversationRow } from './slot/row.ts';
export { Stop, type StopCode } from './stop.ts';
export { openNotes, openThread } from './thread/open.ts';
export { keepAgain } from './unsent/keep.ts';
export type { ClientWorld, DeviceStore, LiveSocket, TabStore } from './world.ts';
