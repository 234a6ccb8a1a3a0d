export * from './account-sources';
export * from './changed';
export { describeCursor, type CursorDescription } from './cursor';
export * from './unexported';
