export { attributesOf, definitionOf, isKnownDefinition, isOwned, type Attribute } from './attributes';
export { isDateTime, pathText, schemaFindings, type SchemaFinding, type SchemaOptions } from './check';
