import { readDocument } from '../../../lib/coupa/graphql/document';

describe('a query that nests without end', () => {
	const nested = (levels: number, open: string, close: string) => `{ ${open.repeat(levels)} id ${close.repeat(levels)} }`;

	test.each([
		['fields', 'a{', '}'],
		['lists', 'a(b:[', '])'],
		['objects', 'a(b:{c:', '})'],
		['without an end', 'a{', ''],
	])('of %s is refused in words, however deep', (_name, open, close) => {
		for (const levels of [200, 4_000, 100_000])
			expect(() => readDocument(nested(levels, open, close))).toThrow(/nests more than 100 levels/);
	});

	test('of a hundred levels is read', () => {
		expect(readDocument(nested(99, 'a{', '}')).fields).toEqual(['a']);
	});

	test('brackets in texts and comments do not count', () => {
		const text = `{ # ${'{'.repeat(300)}\n a(b: "${'['.repeat(300)}") { id } }`;
		expect(readDocument(text).fields).toEqual(['a']);
	});
});
