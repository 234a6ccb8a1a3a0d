export { definitionOf, isKnownDefinition, isOwned } from './attributes';
export { isDateTime, pathText, schemaFindings, type SchemaFinding, type SchemaOptions } from './check';
export type { Attribute } from './current';
