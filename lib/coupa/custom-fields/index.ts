export { customFieldsOf } from './discover';
export type { CustomField } from './field';
