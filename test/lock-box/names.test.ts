import { isFileName } from '../../lib/sftp';
import { deliveredName, leaseNameOf, newClaimName, newRun, originalName, packageKind, parseClaimName } from '../../lib/lock-box/names';

const at = Date.UTC(2026, 10, 22, 14, 5, 6, 789);

test.each([
	'batch-0421.zip',
	'a~b~.ZIP',
	'~.csv',
	'Rechnungen März ~ 10:30 日本.zip',
	'two.dots.csv',
	'no-extension',
	'batch~20260101T000000Z.zip',
	'batch~20260101T000000Z~zzzz456789abcdef.zip',
	'🧾'.repeat(40) + '.zip',
])('the delivered name comes back from the claim of %s', (name) => {
	const claim = newClaimName(name, at, newRun());
	expect(claim).toMatch(/~20261122T140506Z~[0-9a-f]{16}(\.\w+)?$/);
	expect(originalName(claim)).toBe(name);
	expect(parseClaimName(claim)?.claimedAt).toBe(Date.UTC(2026, 10, 22, 14, 5, 6));
	const again = newClaimName(claim, at + 60_000, newRun());
	expect(again).not.toBe(claim);
	expect(originalName(again)).toBe(name);
	expect(parseClaimName(again)?.claimedAt).toBe(Date.UTC(2026, 10, 22, 14, 6, 6));
});

test('a name as long as file systems allow still makes a claim, a lease and a part', () => {
	const name = `${'ü'.repeat(125)}.zip`;
	const claim = newClaimName(name, at, newRun());
	expect(isFileName(`${leaseNameOf(claim)}.12345678.part`)).toBe(true);
	expect(originalName(claim)).toMatch(/^ü{83}-[0-9a-f]{12}\.zip$/);
	expect(originalName(newClaimName(claim, at, newRun()))).toBe(originalName(claim));
});

test('names that agree in their first 180 bytes stay apart', () => {
	const [one, other] = ['a', 'b'].map((end) => originalName(newClaimName(`${'x'.repeat(200)}${end}.zip`, at, newRun(), 'incoming')));
	expect(one).not.toBe(other);
});

test.each(['x~20260101T000000Z~0123456789abcdef.zip', 'x~20260101T000000Z~0123456789abcdef~20260101T000000Z~0123456789abcdef.csv'])(
	'the delivered name %s, which looks like a claim, comes back whole',
	(name) => {
		const claim = newClaimName(name, at, newRun(), 'incoming');
		expect(originalName(claim)).toBe(name);
		expect(originalName(newClaimName(claim, at, newRun(), 'processing'))).toBe(name);
		expect(deliveredName({ name, folder: 'incoming' })).toBe(name);
	},
);

test('names that are no claims', () => {
	for (const name of ['a.zip', 'a~20269922T140506Z~0123456789abcdef.zip', 'a~20261122T140506Z~0123.zip'])
		expect([parseClaimName(name), originalName(name)]).toEqual([null, name]);
});

test('what is a package', () => {
	expect(['a.zip', 'b.Csv', 'c.TXT', 'd.pdf', 'e.XML', 'f.xml.p7m', 'g.tif', '.zip', 'zip'].map(packageKind)).toEqual([
		'zip',
		'csv',
		'csv',
		'pdf',
		'xml',
		'p7m',
		null,
		null,
		null,
	]);
});
