export * from './client';
export * from './errors';
export { messagesLine } from './failure';
export { PAGE_SIZE } from './paging';
export * from './query';
export * from './scopes';
export * from './secrets';
export * from './simplify';
export * from './transport';
