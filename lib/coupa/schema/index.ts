export { attributesOf, definitionOf, isKnownDefinition, isOwned, type Attribute, type Definition } from './attributes';
export { isDateTime, pathText, schemaFindings, type SchemaFinding, type SchemaOptions } from './check';
