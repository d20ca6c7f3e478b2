import { createHmac } from 'node:crypto';
import type { Bytes } from '@beistand/wire';
import type { World } from '../world.ts';

type Octets = Buffer<ArrayBuffer>;

/** All that is stored of a sign-in name: HMAC over organisation and name, without regard to case and spelling variants. */
export const handleIdOf = ({ secrets }: World, organisation: Bytes, name: string): Octets =>
  createHmac('sha256', secrets.pepper)
    .update(organisation)
    .update(name.normalize('NFKC').toLowerCase())
    .digest();

/** The credential id an unknown name is answered with: always the same one, so it looks stored. 16 B. */
export const fakeCredentialId = ({ secrets }: World, handleId: Bytes): Octets =>
  createHmac('sha256', secrets.pepper).update('fake').update(handleId).digest().subarray(0, 16);
