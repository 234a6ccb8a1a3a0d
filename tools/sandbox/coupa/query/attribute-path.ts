import { definitionOf, type Attribute } from '../../../../lib/coupa/schema';

/** One step of a path through a record: the attribute's name as the record spells it, and what it is. */
export interface Step {
	name: string;
	attribute: Attribute;
}

const spelling = (name: string): string => name.replaceAll('_', '-');

const spellings = new Map<string, Map<string, Step>>();

/** Finds an attribute however a URL spells it: with dashes or underscores (rules.md §2). */
export function findAttribute(definition: string, name: string): Step | null {
	return stepsOf(definition).get(spelling(name)) ?? null;
}

function stepsOf(definition: string): Map<string, Step> {
	const known = spellings.get(definition);
	if (known !== undefined) return known;
	const steps = new Map(
		Object.entries(definitionOf(definition)).map(([name, attribute]): [string, Step] => [spelling(name), { name, attribute }]),
	);
	spellings.set(definition, steps);
	return steps;
}

/**
 * Follows a path such as `supplier`, `name` or, short for `supplier`, `id`, `supplier_id` (rules.md §3).
 * @returns the steps down to a plain value; null where a step is unknown or the path ends at an object
 */
export function followPath(definition: string, names: string[]): Step[] | null {
	const [name = '', ...rest] = names;
	if (rest.length === 0) return lastSteps(definition, name);
	const step = findAttribute(definition, name);
	if (step === null || !isAssociation(step.attribute)) return null;
	const onward = followPath(step.attribute.of ?? '', rest);
	return onward === null ? null : [step, ...onward];
}

/** The attribute at the end of a path known to exist; throws for others. */
export function attributeAt(definition: string, names: string[]): Attribute {
	const last = followPath(definition, names)?.at(-1);
	if (last === undefined) throw new Error(`${definition} has no attribute ${names.join('.')}`);
	return last.attribute;
}

function lastSteps(definition: string, name: string): Step[] | null {
	const associationId = /^(.+)[_-]id$/.exec(name)?.[1];
	const association = associationId === undefined ? null : findAttribute(definition, associationId);
	if (association?.attribute.type === 'reference') return [association, { name: 'id', attribute: { type: 'integer' } }];
	const step = findAttribute(definition, name);
	return step === null || isAssociation(step.attribute) || step.attribute.type === 'object' || step.attribute.writeOnly ? null : [step];
}

function isAssociation(attribute: Attribute): boolean {
	return attribute.type === 'reference' || attribute.type === 'list';
}
