import { sha256 } from '../../lib/core';
import { attentions, inCoupa, reconciled, row, standings } from './support/world';

const later = (number: string, changes: object = {}) =>
	row(number, { key: sha256(`${number} corrected`), package: 'b.zip', file: 'b.zip', receivedAt: '2026-06-01T10:00:00.000Z', ...changes });
const corrected = (number: string) => sha256(`${number} corrected`);

describe('the same number came again with other content, and the first is nowhere', () => {
	test('it is missing where the later one is missing as well', () => {
		const result = reconciled([row('A'), later('A')]);
		expect(result.rows.map(({ standing }) => standing)).toEqual(['missing', 'missing']);
	});

	test('it is missing where the later one was refused', () => {
		const back = later('A', { isCopy: true, place: 'rejected', reason: 'Wrong.', file: 'b-rejected-0.zip' });
		const result = reconciled([row('A'), later('A'), back]);
		expect(result.rows.map(({ standing }) => standing)).toEqual(['missing', 'refused']);
	});

	test('it is replaced where the later one is in Coupa, waits, or is under way', () => {
		const api = [inCoupa(1, 'A', 'draft', { 'internal-note': `scan-one:${corrected('A')}` })];
		const waits = later('W', { isCopy: true, place: 'waiting', file: 'b-waiting-0.zip' });
		const result = reconciled([row('A'), later('A'), row('W'), later('W'), waits, row('U'), later('U', { place: 'incoming' })], { api });
		expect(result.rows.map(({ delivered, standing }) => `${delivered.number ?? ''} ${standing}`).sort()).toEqual(
			['A draft', 'A replaced', 'W replaced', 'W waiting', 'U replaced', 'U underway'].sort(),
		);
	});
});

test('a refused invoice of a package that was deleted from the archive is a gap', () => {
	const back = row('R', { isCopy: true, place: 'rejected', reason: 'Wrong.', file: 'r-rejected-0.zip', package: 'r.zip', inPeriod: false });
	const report = row('Q', { ...back, number: 'Q', key: null, file: 'q-rejected-0.report.csv', package: 'q.zip', position: 1 });
	const result = reconciled([row('A'), back, report], { api: [inCoupa(1, 'A', 'approved')] });
	expect(attentions(result).sort()).toEqual(['notInArchive Q', 'notInArchive R']);
	expect(result.attention[0]?.message).toMatch(/sent back to Scan One.*no package in the lock-box holds it/);
	const taken = row('R', { inPeriod: false, package: 'r.zip', receivedAt: '2026-05-31T23:00:00.000Z' });
	expect(attentions(reconciled([taken, back]))).toEqual([]);
	expect(attentions(reconciled([{ ...back, receivedAt: '2026-06-02T07:00:00.000Z' }]))).toEqual([]);
});

test('an invoice that may be in a package that cannot be read is not said to be of a deleted one', () => {
	const unread = [{ file: 'b.zip', place: 'archive' as const, reason: 'Permission denied.' }];
	const { attention } = reconciled([], { api: [inCoupa(2, 'B', 'approved')], account: { unread } });
	expect(attention.map(({ code }) => code).sort()).toEqual(['notInArchive', 'unreadPackage']);
	expect(attention.find(({ code }) => code === 'notInArchive')?.message).toMatch(/may be in a package that could not be read/);
});

test('an older invoice that changed while Coupa was asked is shown once', () => {
	const older = [inCoupa(9, 'OLD', 'draft', { 'created-at': '2026-05-01T08:00:00Z' }), inCoupa(9, 'OLD', 'voided')];
	expect(attentions(reconciled([], { older }))).toEqual(['voided OLD']);
});

test('one number that comes thousands of times with other content takes no time and fills no report', () => {
	const rows = Array.from({ length: 8_000 }, (_, index) =>
		row('0', { key: sha256(String(index)), package: `${index}.zip`, position: index }),
	);
	const start = performance.now();
	const result = reconciled(rows);
	expect(performance.now() - start).toBeLessThan(5_000);
	expect(result.attention.find(({ code }) => code === 'sameNumber')?.message).toMatch(/and 7994 more\.$/);
});

describe('payments', () => {
	test.each<[string, { status?: string }, string]>([
		['0', { status: 'voided' }, 'It was voided in Coupa: nobody will pay it.'],
		['10', { status: 'voided' }, 'It was voided in Coupa: nobody will pay it. It was paid all the same.'],
		['0', {}, 'No payment is known 45 days after the export.'],
		['10', {}, 'No payment of the rest is known 45 days after the export. Paid so far: USD 10.00.'],
		['100.1', {}, 'Its payments come to USD 100.10, but Coupa does not count it as paid.'],
	])('of %s, %j', (paid, changes, message) => {
		const more = {
			exported: changes.status === undefined,
			'last-exported-at': '2026-04-18T05:00:00Z',
			payments: [{ 'amount-paid': paid }],
		};
		const result = reconciled([row('A')], { api: [inCoupa(1, 'A', changes.status ?? 'approved', more)] });
		expect(result.attention.map((one) => one.message)).toEqual([message]);
	});
});

test('approved since its last approval, not since somebody’s comment', () => {
	const approvals = [{ 'approval-date': '2026-05-27T08:00:00Z' }, { 'approval-date': '2026-05-28T08:00:00Z' }, { 'approval-date': null }];
	const result = reconciled([row('A')], { api: [inCoupa(1, 'A', 'approved', { approvals, 'updated-at': '2026-06-02T05:59:00Z' })] });
	expect([standings(result), result.rows[0]?.ageDays]).toEqual([{ A: 'approved' }, 4]);
	expect(result.attention.map(({ message }) => message)).toEqual(['It was approved 4 days ago, and was not exported since.']);
});

test('the total that Coupa shows beside the file’s is the one that agrees with it', () => {
	const less = { 'gross-total': '110', 'gross-total-less-discount': '100.1' };
	const { sums } = reconciled([row('A')], { api: [inCoupa(1, 'A', 'approved', less)] });
	expect(sums[0]?.inCoupa).toEqual([{ currency: 'USD', count: 1, amount: '100.1', withoutAmount: 0 }]);
});
