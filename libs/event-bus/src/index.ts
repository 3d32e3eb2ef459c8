export * from './kafka-client.js';
export * from './publisher/ensure-topic.js';
export * from './publisher/event-publisher.js';
export * from './publisher/kafka-publisher.js';
export * from './read-model.js';
