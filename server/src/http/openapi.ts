import { type Endpoint, refusals } from '@beistand/contract';
import * as z from 'zod/mini';

type Shape = z.ZodMiniType;
const common = ['ORIGIN', 'SIZE', 'SLOW', 'FORMAT', 'FAULT', 'UNAVAILABLE'] as const;

function schemaOf(shape: Shape, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  });
  return schema;
}

function parametersOf(shape: Shape | undefined, place: 'path' | 'query') {
  if (!shape) return [];
  const { properties = {} } = schemaOf(shape, 'input') as { properties?: Record<string, object> };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path',
    schema,
  }));
}

const contentOf = (body: Shape | 'octets', io: 'input' | 'output') =>
  body === 'octets'
    ? { 'application/octet-stream': {} }
    : { 'application/json': { schema: schemaOf(body, io) } };

/** One response per status, naming the codes that may come with it. */
function refusalsOf({ audience, refusals: own }: Endpoint) {
  const codes = [
    ...new Set([...common, ...(audience === 'anyone' ? [] : (['SESSION', 'NOT_FOUND'] as const)), ...own]),
  ];
  return Object.fromEntries(
    [...Map.groupBy(codes, (code) => refusals[code][0])].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `${code}: ${refusals[code][1]}`).join(' '),
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['code', 'sentence'],
              properties: { code: { enum: group }, sentence: { type: 'string' } },
            },
          },
        },
      },
    ]),
  );
}

function operationOf(name: string, endpoint: Endpoint) {
  return {
    operationId: name,
    security: endpoint.audience === 'anyone' ? [] : [{ session: [] }],
    'x-audience': endpoint.audience,
    parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
    ...(endpoint.input && {
      requestBody: {
        required: true,
        content: contentOf(endpoint.input, 'input'),
      },
    }),
    responses: {
      '2XX': {
        description: 'Done.',
        content: contentOf(endpoint.output, 'output'),
      },
      ...refusalsOf(endpoint),
    },
  };
}

/** The contract as an OpenAPI 3.1 document. */
export function openapi(contract: Record<string, Endpoint>, version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, endpoint] of Object.entries(contract)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(name, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Beistand',
      version,
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-sid' } } },
    paths,
  };
}
