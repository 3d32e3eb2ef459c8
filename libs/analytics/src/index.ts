export { ANALYTICS, type AnalyticsConfig } from './store.js';
export { ClickHouseAnalytics } from './projection.js';
export { ANALYTICS_PAGE_ROWS, AnalyticsReader, type AnalyticsQuery, type AppliedSum } from './reader.js';
