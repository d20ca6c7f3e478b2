// The front door: everything a participant's client does with secrets. Bytes in, bytes out; no network,
// storage, clock or DOM. Randomness is passed in but inside OPAQUE, whose library takes none.
export * from './account/make.ts';
export * from './account/paper.ts';
export * from './account/wrap.ts';
export * from './centre/invite.ts';
export * from './centre/keys.ts';
export * from './centre/log.ts';
export * from './device/reload.ts';
export * from './device/slot.ts';
export * from './device/unsent.ts';
export * from './file/file.ts';
export * from './opaque.ts';
export type { Json } from './padded.ts';
export { normalisePassword } from './password/normalise.ts';
export type { Random } from './random.ts';
export * from './recovery/prove.ts';
export { readRecoveryCode } from './recovery/read.ts';
export { writeRecoveryCode } from './recovery/write.ts';
export type { KeyPair } from './sodium.ts';
export * from './stream/message.ts';
export * from './stream/record.ts';
export * from './unopened.ts';
