export * from './account-sources';
export * from './changed';
export { describeCursor, type CursorDescription } from './cursor';
export { SYNC_SOURCES, type SyncKind } from './sources';
export * from './unexported';
