export * from './account-sources';
export * from './changed';
export * from './unexported';
