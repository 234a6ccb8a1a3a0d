export * from './delivery';
export * from './problem';
export * from './record';
export * from './decimal';
export * from './secrets';
