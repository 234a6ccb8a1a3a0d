import {
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
	NodeHelpers,
} from 'n8n-workflow';

/** Where a parameter is looked at: the values beside it (with n8n's presets), those of the whole node, and the way to it. */
interface Place {
	node: INode;
	description: INodeTypeDescription;
	root: INodeParameters;
	path: string;
}

type Values = Record<string, unknown>;

const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);
const isExpression = (value: unknown) => typeof value === 'string' && value.startsWith('=');
const isSub = (option: object): option is INodeProperties => 'type' in option;
const isGroup = (option: object): option is INodePropertyCollection => 'values' in option;
const isChoice = (option: object): option is INodePropertyOptions => 'value' in option;

/**
 * What n8n would not take of a node as a template has it: parameters, values of lists, credentials and, unless it is switched off until
 * somebody fills it in, what is required.
 */
export function faultsOf(node: INode, description: INodeTypeDescription): string[] {
	const root = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description) ?? {};
	const place = { node, description, root, path: '' };
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description)?.parameters ?? {};
	return [
		...faultsAt(description.properties, node.parameters, root, place),
		...Object.values(issues).flat(),
		...Object.keys(node.credentials ?? {})
			.filter((type) => !(description.credentials ?? []).some((known) => known.name === type && isShown(known, root, place)))
			.map((type) => `does not take the credential ${type}`),
	];
}

function isShown(
	parameter: Pick<INodeProperties, 'displayOptions' | 'name'>,
	beside: INodeParameters,
	{ node, description, root }: Place,
): boolean {
	return NodeHelpers.displayParameter(beside, parameter as INodeProperties, node, description, root);
}

function faultsAt(properties: INodeProperties[], given: Values, beside: INodeParameters, place: Place): string[] {
	return Object.entries(given).flatMap(([name, value]) => {
		const named = properties.filter((property) => property.name === name);
		if (named.length === 0) return [`${place.path}${name}: there is no such parameter`];
		const shown = named.find((property) => isShown(property, beside, place));
		if (shown === undefined) return [`${place.path}${name}: it is not shown with these settings`];
		return faultsIn(shown, value, { ...place, path: `${place.path}${name}.` });
	});
}

function faultsIn(property: INodeProperties, value: unknown, place: Place): string[] {
	if (isExpression(value)) return property.noDataExpression === true ? [`${place.path} takes no expression`] : [];
	const options = property.options ?? [];
	switch (property.type) {
		case 'options':
		case 'multiOptions':
			return property.typeOptions?.loadOptionsMethod === undefined ? notAmong(options.filter(isChoice), value, place) : [];
		case 'boolean':
		case 'number':
		case 'string':
			return typeof value === property.type || property.typeOptions?.multipleValues === true
				? []
				: [`${place.path} is no ${property.type}`];
		case 'collection':
			return entriesOf(value).flatMap((entry) =>
				faultsAt(options.filter(isSub), entry, presets(options.filter(isSub), entry, place), place),
			);
		case 'fixedCollection':
			return isValues(value) ? faultsInGroups(options.filter(isGroup), value, place) : [`${place.path} is no collection`];
		case 'resourceLocator': {
			const modes = property.modes?.map(({ name }) => name) ?? [];
			return isValues(value) && modes.includes(String(value.mode)) ? [] : [`${place.path} has none of the modes ${modes.join(', ')}`];
		}
		default:
			return [];
	}
}

function faultsInGroups(groups: INodePropertyCollection[], given: Values, place: Place): string[] {
	return Object.entries(given).flatMap(([name, value]) => {
		const group = groups.find((known) => known.name === name);
		if (group === undefined) return [`${place.path}${name}: there is no such group`];
		return entriesOf(value).flatMap((entry) =>
			faultsAt(group.values, entry, presets(group.values, entry, place), { ...place, path: `${place.path}${name}.` }),
		);
	});
}

/** What stands in one level with n8n's presets for what is left out, by which it decides what is shown beside it. */
function presets(properties: INodeProperties[], given: Values, { node, description, root }: Place): INodeParameters {
	const shown = properties.filter((property) => isShown(property, given as INodeParameters, { node, description, root, path: '' }));
	return { ...Object.fromEntries(shown.map(({ name, default: preset }) => [name, preset])), ...given } as INodeParameters;
}

function entriesOf(value: unknown): Values[] {
	return (Array.isArray(value) ? value : [value]).filter(isValues);
}

function notAmong(choices: INodePropertyOptions[], value: unknown, { path }: Place): string[] {
	const known = choices.map((choice) => choice.value);
	return (Array.isArray(value) ? (value as unknown[]) : [value])
		.filter((one) => !known.some((choice) => choice === one))
		.map((one) => `${path} has no choice ${String(one)}`);
}
