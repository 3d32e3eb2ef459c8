/** By itself, for programs that are no apps: it loads no framework. */
export * from './app-config.js';
export * from './load-config.js';
