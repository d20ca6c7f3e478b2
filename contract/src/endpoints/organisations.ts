import * as z from 'zod/mini';
import { endpoint } from '../endpoint.ts';
import { bytes, code, id, keyId, line, shape } from '../shapes.ts';

export const postcode = z.string().check(z.regex(/^\d{5}$/));
const topicFields = {
  title: line(2, 80),
  short: line(2, 40),
  description: line(0, 240),
  /** Name of one of the interface's icons. */
  icon: line(1, 40),
  address: z.enum(['sie', 'du']),
  /** The response promise, in working hours of the answering centre. */
  promiseHours: z.number().check(z.int(), z.gte(1), z.lte(400)),
};
const topic = shape({ topic: id, code, ...topicFields });

export const organisations = {
  health: endpoint({
    method: 'GET',
    path: '/api/health',
    audience: 'anyone',
    output: shape({ isWell: z.boolean() }),
    refusals: ['UNAVAILABLE'],
  }),
  organisation: endpoint({
    method: 'GET',
    path: '/api/organisation',
    audience: 'anyone',
    /** `instance` goes into OPAQUE's server identifier and the recovery challenge. */
    output: shape({ organisation: id, name: z.string(), instance: z.string(), isTrial: z.boolean() }),
    refusals: [],
  }),
  consentText: endpoint({
    method: 'GET',
    path: '/api/texts/consent',
    audience: 'anyone',
    /** `version` = SHA-256 of the text's UTF-8 bytes. */
    output: shape({ locale: z.string(), version: bytes(32), text: z.string() }),
    refusals: [],
  }),
  listTopics: endpoint({
    method: 'GET',
    path: '/api/topics',
    audience: 'anyone',
    output: shape({ topics: z.array(topic) }),
    refusals: [],
  }),
  /** Matched in the browser by `findCentre`; the postcode never travels. */
  topicAreas: endpoint({
    method: 'GET',
    path: '/api/topics/:topic/areas',
    audience: 'anyone',
    params: shape({ topic: id }),
    output: shape({
      fallback: z.nullable(id),
      centres: z.array(
        shape({
          centre: id,
          code,
          name: z.string(),
          phone: z.string(),
          street: z.string(),
          postcode: z.string(),
          city: z.string(),
          areas: z.array(shape({ from: postcode, to: postcode })),
          /** When it works, for `answerDueAt`: holidays of a year and a little more from today. */
          calendar: shape({
            timeZone: z.string(),
            weekly: z.array(shape({ day: z.number(), from: z.string(), until: z.string() })),
            holidays: z.array(z.string()),
          }),
        }),
      ),
    }),
    refusals: ['NOT_FOUND'],
  }),
  addTopic: endpoint({
    method: 'POST',
    path: '/api/topics',
    audience: 'administrator',
    input: shape({ topic: id, ...topicFields }),
    output: shape({ topic: id, code }),
    refusals: ['ID_TAKEN', 'ENOUGH'],
  }),
  changeTopic: endpoint({
    method: 'PATCH',
    path: '/api/topics/:topic',
    audience: 'administrator',
    params: shape({ topic: id }),
    input: z.partial(shape({ ...topicFields, fallback: z.nullable(id) })),
    output: shape({}),
    refusals: ['NOT_FOUND', 'NOT_READY'],
  }),
  /** Gives up the caller's own right to administer; another's is ended by the operator. */
  leaveAdministration: endpoint({
    method: 'DELETE',
    path: '/api/me/administration',
    audience: 'administrator',
    output: shape({}),
    refusals: [],
  }),
  /** A signed key bundle by its hash; content-addressed, so the caller checks it. */
  keyBundle: endpoint({
    method: 'GET',
    path: '/api/keys/:key',
    audience: 'anyone',
    params: shape({ key: keyId }),
    output: shape({ bundle: bytes(1342) }),
    refusals: ['NOT_FOUND'],
  }),
};
