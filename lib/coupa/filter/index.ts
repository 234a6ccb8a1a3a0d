export { attributeAt, isTextAttribute } from './attribute-kind';
export { checkedFilter } from './checked-filter';
export { filterChoices, filterFields, returnableFields, type FilterField, type FilterGroup } from './filter-fields';
export { linkOf } from './linked';
export { nearest } from './nearest';
export { namedAttribute, namedField, namingFields } from './named-attribute';
