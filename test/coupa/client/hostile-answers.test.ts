import { CoupaError } from '../../../lib/coupa/errors';
import type { CoupaClient } from '../../../lib/coupa/client';
import { FakeCoupa, failureOf } from './fake-coupa';

let coupa: FakeCoupa;
let client: CoupaClient;
beforeAll(async () => {
	coupa = await new FakeCoupa().start();
	client = coupa.client({ maxAttempts: 2 });
});
afterAll(async () => {
	await coupa.stop();
});
beforeEach(() => {
	coupa.received.length = 0;
});

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a list that is none', () => {
	test.each([
		['null among the rows', '[{"id":1},null,{"id":3}]', 'row 2 of the list is null instead of a record'],
		['only null', '[null]', 'row 1 of the list is null instead of a record'],
		['texts', '["a","b"]', 'row 1 of the list is a string instead of a record'],
		['numbers', '[1]', 'row 1 of the list is a number instead of a record'],
		['lists', '[[{"id":1}]]', 'row 1 of the list is a list instead of a record'],
		['nothing', '', 'the body is empty'],
		['blanks', ' \n', 'the body is empty'],
		['null', 'null', 'the body is empty'],
		['a text', '"[]"', 'the body is not a list'],
		['a record', '{"id":1}', 'the body is not a list'],
		['an ID that is a text', '[{"id":"abc"}]', 'the body has a record with the ID "abc", which is not a Coupa ID'],
		['an ID that is a path', '[{"id":"1/../2"}]', 'the ID "1/../2"'],
		['an ID that is a record', '[{"id":{"id":1}}]', 'the ID {"id":1}'],
		['an ID that is a flag', '[{"id":true}]', 'the ID true'],
		['an ID with decimals', '[{"id":1.5}]', 'the ID 1.5'],
		['an ID below zero', '[{"id":-7}]', 'the ID -7'],
		['the ID zero', '[{"id":0}]', 'the ID 0'],
		['an ID that JSON does not hold exactly', '[{"id":9007199254740993}]', 'the ID 9007199254740992'],
		['an ID of 100 kB', `[{"id":"${'9'.repeat(100_000)}"}]`, 'the ID "9999'],
		['a nesting that would overflow', `[{"id":1,"x":${nested(10_000)}}]`, 'the body is nested more than 100 levels deep'],
		['a nesting of records', `[${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}]`, 'the body is nested more than 100 levels deep'],
	])('%s: an error in words, for single pages and for pages in parallel', async (_name, body, text) => {
		coupa.handler = () => ({ body });
		for (const parallel of [1, 25]) {
			const failure = await failureOf(client.listAll('/api/invoices', { parallel }), CoupaError);
			expect(failure.message).toMatch(/^Coupa answered the query for invoices with 200, but /);
			expect(failure.message).toContain(text);
			expect(failure.message.length).toBeLessThan(300);
			expect(failure.kind).toBe('server');
		}
		// Each asked for twice, as after a lost answer.
		expect(coupa.received).toHaveLength(4);
	});

	test('in the middle of a long list it is no end', async () => {
		const rows = Array.from({ length: 200 }, (_, index) => ({ id: index + 1 }));
		coupa.handler = ({ query }) => {
			const above = Number(query.get('id[gt]') ?? 0);
			const page = rows.filter(({ id }) => id > above).slice(0, 50);
			return { body: above >= 100 ? [...page.slice(0, 20), null] : page };
		};
		const failure = await failureOf(client.listAll('/api/invoices'), CoupaError);
		expect(failure.message).toContain('row 21 of the list is null');
	});

	test('IDs as texts of digits, and a nesting as deep as Coupa’s, are read', async () => {
		coupa.handler = () => ({ body: `[{"id":"12","x":${nested(90)}}]` });
		expect((await client.listAll('/api/invoices'))[0]).toMatchObject({ id: '12' });
	});
});

describe('a record that is none', () => {
	test.each([
		['a nesting that would overflow', `{"id":1,"x":${nested(100_000)}}`, 'nested more than 100 levels deep'],
		['an ID that is a path', '{"id":"1/../2"}', 'the ID "1/../2"'],
		['an ID that is a list', '{"id":[1]}', 'the ID [1]'],
		['null', 'null', 'the body is empty'],
	])('%s', async (_name, body, text) => {
		coupa.handler = () => ({ body });
		expect((await failureOf(client.get('/api/invoices/1'), CoupaError)).message).toContain(text);
		const written = await failureOf(client.write('POST', '/api/invoices', {}), CoupaError).catch(() => null);
		// An empty answer to a write is no error; any other may have happened.
		expect(written?.details.mayHaveHappened ?? body === 'null').toBe(true);
	});

	test('a refusal nested too deep still says that it is one', async () => {
		coupa.handler = () => ({ status: 422, body: `{"errors":${nested(10_000)}}` });
		expect((await failureOf(client.write('POST', '/api/invoices', {}), CoupaError)).kind).toBe('validation');
	});
});

describe('an ID from outside leads nowhere else', () => {
	const unfit = [
		'1/../2',
		'..',
		'.',
		'1?x',
		'1#x',
		'',
		' ',
		' 12',
		'1e3',
		'-1',
		'1.5',
		'+1',
		'0x10',
		'NaN',
		'undefined',
		'１２',
		'1%2F..%2F2',
		'1\\2',
		'1\n',
		'9'.repeat(17),
		'1;2',
		'12,13',
	];

	test.each(unfit)('%j', async (id) => {
		for (const path of [`/api/invoices/${id}`, `/api/invoices/${id}/submit`]) {
			const failure = await failureOf(client.write('PUT', path), CoupaError);
			expect(failure).toMatchObject({ kind: 'validation', details: { mayHaveHappened: false } });
			expect(failure.message).toContain('is not a Coupa ID, so nothing was sent to Coupa');
		}
		expect(coupa.received).toEqual([]);
	});

	test.each([
		'invoices/1',
		'/oauth2/token',
		'/api',
		'/api/',
		'//evil.example/api/invoices',
		'/api//invoices',
		'http://evil.example/api/invoices',
	])('the path %s', async (path) => {
		await failureOf(client.get(path), CoupaError);
		expect(coupa.received).toEqual([]);
	});
});

describe('names of files', () => {
	const header = (name: string) => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
	test.each([
		['the parent folder', '..', undefined],
		['this folder', '.', undefined],
		['blanks', '   ', undefined],
		['a path', '../../etc/passwd', 'passwd'],
		['a path of Windows', '..\\..\\scan.pdf', 'scan.pdf'],
		['a drive', 'C:\\x\\scan.pdf', 'scan.pdf'],
		['a path to a parent folder', 'a/..', undefined],
		['NUL', 'sc\0an.pdf', 'sc_an.pdf'],
		['line ends', 'scan\r\nSet-Cookie: x.pdf', 'scan__Set-Cookie: x.pdf'],
		['an override of direction', 'scan\u202efdp.exe', 'scan_fdp.exe'],
		['direction marks', '\u2066scan\u2069.pdf\u200f', '_scan_.pdf_'],
		['characters of no width', 'sc\u200ban\u00ad.pdf', 'sc_an_.pdf'],
		['other scripts', 'Größe 名前.tif', 'Größe 名前.tif'],
		['2 kB of umlauts', `${'ä'.repeat(1_000)}.tiff`, `${'ä'.repeat(97)}.tiff`],
		['4 kB of characters of four bytes', `${'😀'.repeat(1_000)}.pdf`, `${'😀'.repeat(49)}.pdf`],
		['10 kB', 'x'.repeat(10_000), 'x'.repeat(200)],
	])('%s', async (_what, name, expected) => {
		coupa.handler = () => ({ headers: { 'content-type': 'image/tiff', 'content-disposition': header(name) }, body: 'x' });
		expect((await client.bytes('/api/invoices/12/retrieve_image_scan')).fileName).toBe(expected);
	});

	test.each(['attachment; filename=', 'attachment; filename="a', ';;;', "attachment; filename*=bogus''%FF%zz", 'inline'])(
		'a header that names none: %s',
		async (disposition) => {
			coupa.handler = () => ({ headers: { 'content-disposition': disposition }, body: 'x' });
			expect(await client.bytes('/api/invoices/12/retrieve_image_scan')).not.toHaveProperty('fileName');
		},
	);
});
