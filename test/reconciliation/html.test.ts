import { headline, LATE_AFTER, type Reconciliation, reportHtml, type ReportTexts } from '../../lib/reconciliation';
import { inCoupa, reconciled, row } from './support/world';

const texts: ReportTexts = {
	title: 'Reconciliation',
	instance: 'acme.coupahost.com',
	late: LATE_AFTER,
	deltaFiles: [],
	deltaRows: 0,
	fromApi: 1,
	notices: [],
	mostRows: 100,
};
const reportOf = (result: Reconciliation, more: Partial<ReportTexts> = {}) => reportHtml(result, { ...texts, ...more });

const EVIL = '<img src=x onerror="alert(1)">\'&<script>x</script>\u202e';

/** Everything that a mail client drops, blocks or warns of. */
const FORBIDDEN = [
	...[/<script/i, /<img/i, /<link/i, /<iframe/i, /<form/i, /<input/i, /<object/i, /javascript:/i, /\bon[a-z]+\s*=\s*["']/i],
	...[/display:\s*(?:flex|grid)/i, /position:\s*(?:absolute|fixed)/i, /@import/i, /url\(/i, /\bclass=/i, /\bsrc=/i, /<div/i],
];

describe('texts from outside', () => {
	const all = (value: string) =>
		row(value, {
			...{
				supplierName: value,
				supplierNumber: value,
				date: value,
				currency: value,
				package: value,
				reason: value,
				total: value,
				place: 'incoming',
			},
			receivedAt: '2026-06-01T00:00:00.000Z',
		});
	const state = inCoupa(1, EVIL, EVIL, {
		'gross-total': EVIL,
		currency: { code: EVIL },
		supplier: { name: EVIL, number: EVIL },
		'tolerance-failures': EVIL,
	});
	const notDelivered = {
		...state,
		id: EVIL,
		link: `javascript:alert("${EVIL}")`,
		createdAt: '2026-06-01T09:00:00Z',
		keys: { current: ['k'], replaced: [] },
	};

	test('are escaped wherever they stand, and no address but one of the web becomes a link', () => {
		const result = reconciled([all(EVIL), row('B')], {
			api: [state, notDelivered, inCoupa(2, 'B', 'ap_hold', { 'tolerance-failures': EVIL })],
			account: {
				server: EVIL,
				folders: [{ place: 'archive', path: EVIL, files: 1, read: 1 }],
				unread: [{ file: EVIL, place: 'archive', reason: EVIL }],
			},
		});
		const report = reportOf(result, { title: EVIL, instance: EVIL, notices: [EVIL], deltaFiles: [{ name: EVIL, invoices: 1 }] });
		const withoutTexts = report.replaceAll('&lt;', '').replaceAll(/&quot;alert\(1\)&quot;/g, '');
		for (const pattern of FORBIDDEN.filter((one) => !['\\bsrc=', '\\bon[a-z]+\\s*=\\s*["\']'].includes(one.source)))
			expect([pattern.source, pattern.exec(withoutTexts)?.[0]]).toEqual([pattern.source, undefined]);
		expect(report).not.toContain('\u202e');
		expect(report).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;&lt;script&gt;x&lt;/script&gt;');
		expect(report.match(/href="[^"]*"/g)).toEqual([1, 2].map((id) => `href="https://acme.coupahost.com/invoices/${id}"`));
	});

	test('that are very long do not make the report very long', () => {
		expect(reportOf(reconciled([row('x'.repeat(1e6), { supplierName: 'y'.repeat(1e6) })])).length).toBeLessThan(40_000);
	});
});

describe('the page', () => {
	const report = reportOf(reconciled([row('A'), row('B', { position: 2 })], { api: [inCoupa(1, 'A', 'approved')] }));

	test('holds nothing that mail clients drop or that is loaded from elsewhere', () => {
		for (const pattern of FORBIDDEN) expect([pattern.source, pattern.exec(report)?.[0]]).toEqual([pattern.source, undefined]);
		const addresses = [...report.matchAll(/https?:\/\/[^"\s<]+/g)].map(([address]) => address);
		expect([...new Set(addresses)].sort()).toEqual(['http://www.w3.org/2000/svg', 'https://acme.coupahost.com/invoices/1']);
	});

	test('has a chart that Outlook does not get, and the same figures in a table', () => {
		expect(report).toMatch(/<!--\[if !mso\]><!--><svg[^]*<\/svg><!--<!\[endif\]-->/);
		expect(report).toMatch(/aria-label="Received: 2, In Coupa: 1, Approved: 1, Exported: 0, Paid: 0,[^"]*Missing: 1"/);
		expect(report).toContain('Approved, not exported');
		const cells = [...report.replace(/<!--[^]*?<!\[endif\]-->/g, '').matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text = '']) =>
			text.trim(),
		);
		expect(cells.slice(cells.indexOf('In Coupa'), cells.indexOf('In Coupa') + 3)).toEqual(['In Coupa', '1', 'USD 100.10']);
		expect(report).toContain('USD 200.20');
	});

	test('shows no half of an amount beside a bar', () => {
		const total = '123456789012.34';
		const two = reportOf(reconciled([row('A', { total }), row('B', { total, currency: 'EUR', position: 2 })]));
		expect(two).toMatch(/>\s*2 currencies\s*<\/text>/);
		expect(two).not.toMatch(/…\s*<\/text>/);
		const long = reportOf(reconciled([row('A', { total: '9'.repeat(40) })]));
		expect(long).toMatch(/>\s*see below\s*<\/text>/);
	});

	test('closes what it opens', () => {
		const open: string[] = [];
		for (const [, end, name = '', rest] of report.replace(/<!--[^]*?-->/g, '').matchAll(/<(\/)?([a-z0-9]+)([^>]*)>/gi)) {
			if (end === undefined && !/^(?:meta|br)$/.test(name) && !rest?.endsWith('/')) open.push(name);
			else if (end !== undefined) expect(open.pop()).toBe(name);
		}
		expect(open).toEqual([]);
	});
});

describe('red', () => {
	const red = (html: string) =>
		[...html.matchAll(/<td[^>]*color:#b42318;font-weight:bold[^>]*>([^<]*)/g)]
			.map(([, text = '']) => text.trim())
			.filter((text) => text !== '');

	test('is nothing where all adds up', () => {
		const result = reconciled([row('A')], { api: [inCoupa(1, 'A', 'approved')] });
		expect([headline(result), red(reportOf(result))]).toEqual(['1 received, all accounted for', []]);
	});

	test('is the figure that does not add up, with both sides of it', () => {
		const received = { packages: 1, items: 2, amounts: [{ currency: 'USD', count: 2, amount: '200.21', withoutAmount: 0 }] };
		const result = reconciled([row('A')], { api: [inCoupa(1, 'A', 'approved')], account: { received } });
		expect(headline(result)).toBe('1 received, the figures do not add up');
		expect(red(reportOf(result))).toEqual(expect.arrayContaining(['Sum', 'USD 200.21', 'NO', 'read: 2, here: 1']));
	});

	test('is a total that differs, and what is missing', () => {
		const result = reconciled([row('A'), row('B', { position: 2 })], { api: [inCoupa(1, 'A', 'approved', { 'gross-total': '1' })] });
		expect(headline(result)).toBe('2 received, 2 gaps');
		expect(red(reportOf(result))).toEqual(expect.arrayContaining(['USD 1.00', 'USD 100.10', 'Missing: archived, but nowhere']));
	});
});

test('files and items of Coupa’s changes are named', () => {
	const report = (more: Partial<ReportTexts>) => reportOf(reconciled([]), more);
	expect(report({})).toContain('were not given: the API alone says');
	expect(report({ deltaRows: 3 })).toContain('Coupa’s files of invoice changes: 3 invoices as items.');
	expect(report({ deltaFiles: [{ name: 'a.csv', invoices: 2 }], deltaRows: 3 })).toContain(
		'1, with 2 invoices (a.csv); 3 invoices as items.',
	);
});

test('a purged archive is said; more invoices than are listed are counted', () => {
	const rows = Array.from({ length: 5 }, (_, index) => row(`N-${index}`, { position: index + 1 }));
	const report = reportOf(reconciled(rows, { account: { archiveReachesBack: false } }), { mostRows: 2 });
	expect(report).toContain('It does not reach back to the beginning of the period');
	expect(report).toContain('3 more are in the figures but not in this list');
	expect(report).toContain('USD 500.50');
	expect(reportOf(reconciled([], { account: { oldestArchived: null } }))).toContain(
		'is empty: either nothing was settled yet, or it was purged',
	);
});
