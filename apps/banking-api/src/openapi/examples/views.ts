import type { ViewsResponse } from '@trine/contracts';

export const views: ViewsResponse = {
  views: [
    {
      name: 'balances',
      version: 2,
      available: true,
      lagEvents: 2,
      lagMs: 14,
      parked: 0,
      partitions: [
        { partition: 0, head: 1042, applied: 1040, ageMs: 14 },
        { partition: 1, head: 977, applied: 977, ageMs: 0 },
      ],
    },
  ],
};
