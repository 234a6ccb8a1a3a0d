export * from './account-sources';
export * from './changed';
export { conditionsKey } from './conditions';
export * from './unexported';
