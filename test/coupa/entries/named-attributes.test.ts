import { ENTRIES, type Entry } from '../../../lib/coupa';
import { definitionOf } from '../../../lib/coupa/schema';

/** Whether Coupa's definitions have the attribute that a path such as `supplier.name` ends at. */
function isAttribute(definition: string, path: string): boolean {
	const [first = '', ...rest] = path.split('.');
	const attribute = definitionOf(definition)[first];
	return attribute !== undefined && (rest.length === 0 || isAttribute(attribute.of ?? '', rest.join('.')));
}

describe.each(ENTRIES.map((entry): [string, Entry] => [entry.name, entry]))('the entry %s', (_name, entry) => {
	test('names only attributes that Coupa has', () => {
		const simplified = entry.simplified ?? [];
		const lists = simplified.filter((field) => typeof field === 'object');
		const paths = [
			...simplified.filter((field) => typeof field === 'string'),
			...(entry.named ?? []),
			...(entry.key ? [entry.key.attribute] : []),
		];
		expect(paths.filter((path) => !isAttribute(entry.definition, path))).toEqual([]);
		expect(lists.filter(({ list, field }) => !isAttribute(entry.definition, field === undefined ? list : `${list}.${field}`))).toEqual([]);
	});

	test('says where its facts come from, and how it is called', () => {
		expect(entry.source).not.toBe('');
		expect(entry.one).not.toBe(entry.many);
		expect(entry.path).toMatch(/^\/api\/[a-z_/]+(:id\/[a-z_]+)?$/);
	});
});
