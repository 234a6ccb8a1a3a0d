export { definitionOf, isKnownDefinition, isOwned, type Attribute, type Definition } from './attributes';
export { isDateTime, pathText, schemaFindings, schemaProblems, type SchemaFinding, type SchemaOptions } from './check';
