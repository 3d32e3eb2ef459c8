/** The name of the view, and the version of its tables: it rises when they have to be built again. */
export const ANALYTICS = { name: 'analytics', version: 2 } as const;

/** What a table says of itself, and how its version is told: it stands at the end. */
export const tableComment = (text: string) => `COMMENT '${text}${VERSION_MARK}'`;
export const VERSION_MARK = `; version ${ANALYTICS.version}`;
