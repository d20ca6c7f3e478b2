import { type Message, same } from '@beistand/wire';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

type Sealed = { me: Buffer<ArrayBuffer>; params: { conversation: string }; input: { message: string } };

/** The sealed bytes of a request, parsed; `SENDER` unless they name its conversation and whoever asks. */
export async function messageIn(
  { me, params, input }: Sealed,
  parse: (bytes: Uint8Array<ArrayBuffer>) => Promise<Message>,
): Promise<Message> {
  const message = await parse(toBytes(toBuffer(input.message)));
  const isOurs =
    same(message.conversation, toBytes(toBuffer(params.conversation))) && same(message.sender, me);
  return isOurs ? message : refuse('SENDER');
}
