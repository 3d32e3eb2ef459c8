/** The name of the view, and the version of its tables: it rises when they have to be built again. */
export const ANALYTICS = { name: 'analytics', version: 3 } as const;

/** What a table says of itself; its version stands at the end. */
export const tableComment = (text: string) => `COMMENT '${text}; version ${ANALYTICS.version}'`;

/** The first version did not say so. */
export const versionIn = (comment: string) => Number(/; version (\d+)$/.exec(comment)?.[1] ?? 1);
