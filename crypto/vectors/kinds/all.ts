import { accountBundle, paper, paperCheck, passwordWrap, recoveryWrap, reload } from './account.ts';
import { centreBox, centrePrev, logCreate, logKey, logPolicy, logStaffing } from './centre.ts';
import { centrePin, invitation, recoveryCode, safety } from './codes.ts';
import { file } from './file.ts';
import { groupJoiner } from './group.ts';
import { groupClosing } from './group-closing.ts';
import { chain, kdf, labelledHash } from './hashes.ts';
import { erasedMessage, message, signal, slot } from './message.ts';
import { record } from './record.ts';

export const kinds = [
  labelledHash,
  kdf,
  accountBundle,
  passwordWrap,
  recoveryWrap,
  recoveryCode,
  paper,
  paperCheck,
  reload,
  logCreate,
  logStaffing,
  logKey,
  logPolicy,
  centreBox,
  centrePrev,
  centrePin,
  invitation,
  safety,
  record,
  groupJoiner,
  groupClosing,
  message,
  erasedMessage,
  signal,
  slot,
  chain,
  file,
];
