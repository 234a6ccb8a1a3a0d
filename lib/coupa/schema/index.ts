export { definitionOf, isKnownDefinition, isOwned, type Attribute, type Definition } from './attributes';
export { ISO_DATE_TIME, isDateTime, pathText, schemaFindings, schemaProblems, type SchemaFinding, type SchemaOptions } from './check';
