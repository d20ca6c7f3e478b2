import * as z from 'zod/mini';
import { endpoint } from '../endpoint.ts';
import { id, sequence, shape } from '../shapes.ts';

/** Sixteen sealed chunks; what `wire` calls PART_BYTES. */
const partBytes = 4_194_560;
/** In an address; no file has as many. */
const partNumber = z.pipe(z.string().check(z.regex(/^(0|[1-9]\d{0,3})$/)), z.transform(Number));
const fileParams = shape({ conversation: id, file: id });
const partParams = shape({ conversation: id, file: id, part: partNumber });

/**
 * Sealed files of a conversation. A file is begun, its parts are written in any order, and a message binds it
 * (`appendMessage`); until then it is its owner's alone, and what no message names is erased after a day.
 */
export const files = {
  /**
   * Says how many sealed bytes the file will have, and learns which parts are there: both the beginning and how an
   * interrupted upload goes on. `SIZE` where it is larger than one may be now, `ENOUGH` where nobody has accepted yet and there
   * are some, `SLOW` beyond what one account may store in a day or has begun and not sent.
   */
  beginFile: endpoint({
    method: 'PUT',
    path: '/api/conversations/:conversation/files/:file',
    audience: 'signed-in',
    params: fileParams,
    input: shape({ size: sequence }),
    output: shape({ parts: z.array(sequence) }),
    refusals: ['NOT_FOUND', 'NOT_ALLOWED', 'ID_TAKEN', 'ENOUGH'],
  }),
  /** Part `part` (from 0). The same bytes again get the same answer, others `ID_TAKEN`. Durable once answered. */
  writePart: endpoint({
    method: 'PUT',
    path: '/api/conversations/:conversation/files/:file/parts/:part',
    audience: 'signed-in',
    params: partParams,
    input: 'octets',
    output: shape({}),
    size: partBytes,
    refusals: ['NOT_FOUND', 'NOT_ALLOWED', 'ID_TAKEN'],
  }),
  readPart: endpoint({
    method: 'GET',
    path: '/api/conversations/:conversation/files/:file/parts/:part',
    audience: 'signed-in',
    params: partParams,
    output: 'octets',
    refusals: ['NOT_FOUND'],
  }),
};
