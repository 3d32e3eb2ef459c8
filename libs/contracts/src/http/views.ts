import Type, { type Static } from 'typebox';

const Count = Type.Integer({ minimum: 0 });

/** `lagMs` and `ageMs`: age of the oldest event not yet applied, 0 when there is none. */
export const ViewsResponse = Type.Object(
  {
    views: Type.Array(
      Type.Object({
        name: Type.String(),
        version: Type.Integer(),
        available: Type.Boolean({
          description: 'Whether its store answers; if not, the rest is as last known',
        }),
        reason: Type.Optional(Type.String({ description: 'Why it is not available' })),
        lagEvents: Count,
        lagMs: Count,
        parked: Count,
        partitions: Type.Array(Type.Object({ partition: Count, head: Count, applied: Count, ageMs: Count })),
      }),
    ),
  },
  { $id: 'Views' },
);
export type ViewsResponse = Static<typeof ViewsResponse>;
