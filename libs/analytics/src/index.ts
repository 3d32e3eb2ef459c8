export * from './copies.js';
export type { AnalyticsConfig } from './store.js';
export { ANALYTICS } from './tables/version.js';
export { ClickHouseAnalytics } from './projection.js';
export { AnalyticsReader } from './reader.js';
export type { AppliedSum, AppliedSums } from './reading/answers.js';
export { ANALYTICS_PAGE_ROWS } from './reading/page.js';
export type { AnalyticsQuery, FlowsQuery, IntervalQuery, TopAccountsQuery } from './reading/requests.js';
