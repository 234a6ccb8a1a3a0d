import { sha256 } from '../../lib/core';
import { readDelta } from '../../lib/reconciliation';
import { attentions, inCoupa, reconciled, row, standings } from './support/world';

test.each([
	['draft', {}, 'draft'],
	['new', {}, 'draft'],
	['pending_approval', {}, 'inApproval'],
	['pending_receipt', {}, 'inApproval'],
	['something_new', {}, 'inApproval'],
	['ap_hold', {}, 'held'],
	['on_hold', {}, 'held'],
	['booking_hold', {}, 'held'],
	['disputed', {}, 'disputed'],
	['approved', {}, 'approved'],
	['approved', { exported: true }, 'exported'],
	['approved', { exported: true, paid: true }, 'paid'],
	['approved', { exported: null }, 'approved'],
	['voided', { exported: true, paid: true }, 'ended'],
	['abandoned', {}, 'ended'],
	['rejected', {}, 'ended'],
])('Coupa says %s %j: %s', (status, changes, standing) => {
	expect(standings(reconciled([row('A')], { api: [inCoupa(1, 'A', status, changes)] }))).toEqual({ A: standing });
});

describe('what is not in Coupa', () => {
	test('was sent back with a reason, by its content, or by its report alone', () => {
		const copy = row('A', { isCopy: true, place: 'rejected', reason: 'The total is wrong.', file: 'a-rejected-0.zip' });
		const report = row('B', { isCopy: true, place: 'rejected', reason: 'No supplier.', key: null, file: 'a-rejected-0.report.csv' });
		const result = reconciled([row('A'), row('B', { position: 2 }), copy, report]);
		expect(result.rows.map(({ standing, reason }) => [standing, reason])).toEqual([
			['refused', 'The total is wrong.'],
			['refused', 'No supplier.'],
		]);
	});

	test('waits for the buyer, is tried again, or was not taken yet', () => {
		const result = reconciled([
			row('W'),
			row('W', { isCopy: true, place: 'waiting', file: 'a-waiting-0.zip' }),
			row('R', { position: 2 }),
			row('R', { isCopy: true, place: 'processing', file: 'a-waiting-0~x.zip' }),
			row('N', { place: 'incoming', file: 'b.zip' }),
			row('P', { place: 'processing', file: 'c.zip' }),
		]);
		expect(standings(result)).toEqual({ W: 'waiting', R: 'underway', N: 'underway', P: 'underway' });
		expect(attentions(result).sort()).toEqual(['notImported N', 'notImported P', 'notImported R']);
	});

	test('is missing where it is nowhere; presumably refused where Scan One takes rejected packages away', () => {
		expect(standings(reconciled([row('A')]))).toEqual({ A: 'missing' });
		expect(attentions(reconciled([row('A')]))).toEqual(['missing A']);
		const taken = reconciled([row('A')], { rejectedAreTaken: true });
		expect([standings(taken), attentions(taken)]).toEqual([{ A: 'presumedRefused' }, []]);
	});

	test('is unknown where Coupa could not be asked', () => {
		const result = reconciled([row('A')], { notLookedUp: new Map([['a', 'Coupa refused the number.']]) });
		expect([standings(result), attentions(result)]).toEqual([{ A: 'unknown' }, ['notLookedUp A']]);
	});
});

describe('more than once', () => {
	test('the same content again counts once, also where the first came before the period', () => {
		const again = row('A', { package: 'b.zip', file: 'b.zip', receivedAt: '2026-06-01T10:00:00.000Z' });
		const api = [inCoupa(1, 'A', 'approved')];
		const result = reconciled([again, row('A')], { api });
		expect(result.rows.map(({ delivered, standing }) => [delivered.package, standing])).toEqual([
			['a.zip', 'approved'],
			['b.zip', 'deliveredAgain'],
		]);
		expect(result.attention).toMatchObject([{ severity: 'note', message: 'An invoice of b.zip, counted once. It came before, in a.zip.' }]);
		const both = [row('A'), row('B', { position: 2 })];
		const copies = both.map((one) => ({ ...one, package: 'b.zip', file: 'b.zip', receivedAt: '2026-06-01T10:00:00.000Z' }));
		const whole = reconciled([...both, ...copies], { api: [...api, inCoupa(2, 'B', 'approved')] });
		expect(whole.attention.map(({ message }) => message)).toEqual(['2 invoices of b.zip, counted once. It came before, in a.zip.']);
		const before = row('A', { inPeriod: false, receivedAt: '2026-05-30T00:00:00.000Z', package: 'old.zip', file: 'old.zip' });
		expect(standings(reconciled([before, again], { api }))).toEqual({ A: 'deliveredAgain' });
	});

	test('a corrected delivery takes the place of the first', () => {
		const corrected = row('A', { key: sha256('A2'), package: 'b.zip', file: 'b.zip', receivedAt: '2026-06-01T10:00:00.000Z' });
		const note = `scan-one:${sha256('A2')}\nscan-one-replaced:${sha256('A')}`;
		const kept = reconciled([row('A'), corrected], { api: [inCoupa(1, 'A', 'draft', { 'internal-note': note })] });
		expect(kept.rows.map(({ standing }) => standing)).toEqual(['replaced', 'draft']);
		const gone = reconciled([row('A'), corrected], { api: [inCoupa(1, 'A', 'draft', { 'internal-note': `scan-one:${sha256('A2')}` })] });
		expect(gone.rows.map(({ standing }) => standing)).toEqual(['replaced', 'draft']);
		expect(attentions(gone)).toContain('sameNumber A');
	});

	test('two invoices in Coupa: the one that counts is shown; two that count are a gap', () => {
		const voided = inCoupa(1, 'A', 'voided');
		const one = reconciled([row('A')], { api: [voided, inCoupa(2, 'A', 'approved')] });
		expect([standings(one), attentions(one)]).toEqual([{ A: 'approved' }, []]);
		expect(attentions(reconciled([row('A')], { api: [inCoupa(3, 'A', 'draft'), inCoupa(2, 'A', 'approved')] }))).toEqual([
			'twiceInCoupa A',
		]);
	});
});

describe('gaps', () => {
	test('in Coupa with our mark, but the lock-box has no package of it', () => {
		const result = reconciled([row('A')], { api: [inCoupa(1, 'A', 'approved'), inCoupa(2, 'B', 'approved')] });
		expect(attentions(result)).toEqual(['notInArchive B']);
		expect(result.attention[0]?.message).toContain('was deleted from the archive');
		const purged = reconciled([], { api: [inCoupa(2, 'B', 'approved')], account: { archiveReachesBack: false } });
		expect(purged.attention[0]?.message).toContain('was deleted or purged');
		const voided = reconciled([], { api: [inCoupa(2, 'B', 'voided')] });
		expect(attentions(voided)).toEqual(['notInArchive B', 'voided B']);
		const before = reconciled([], { api: [inCoupa(2, 'B', 'approved', { 'created-at': '2026-05-31T08:00:00Z' })] });
		expect(attentions(before)).toEqual([]);
		const byHand = reconciled([], { api: [inCoupa(2, 'B', 'approved', { 'internal-note': 'by hand' })] });
		expect(attentions(byHand)).toEqual([]);
	});

	test('voided by hand, with what happened before', () => {
		const result = reconciled([row('A')], { api: [inCoupa(1, 'A', 'voided', { exported: true })] });
		expect(result.attention).toMatchObject([
			{ code: 'voided', severity: 'gap', message: 'It was voided in Coupa: nobody will pay it. It was exported to the ERP before.' },
		]);
	});

	test.each([
		[{ 'gross-total': '100.11' }, 'The file says 100.10, Coupa 100.11 USD: a difference of 0.01.'],
		[{ 'supplier-total': '90' }, 'The file says 100.10, Coupa 90.00 USD: a difference of -10.10.'],
		[{ currency: { code: 'EUR' } }, 'The file says USD, Coupa EUR.'],
	])('the total differs: %j', (changes, message) => {
		const result = reconciled([row('A')], { api: [inCoupa(1, 'A', 'approved', changes)] });
		expect(result.attention).toMatchObject([{ code: 'totalDiffers', message }]);
	});

	test('a total that agrees with one of those that Coupa computes is right', () => {
		const less = { 'gross-total': '110', 'gross-total-less-discount': '100.1' };
		expect(attentions(reconciled([row('A')], { api: [inCoupa(1, 'A', 'approved', less)] }))).toEqual([]);
	});
});

describe('late', () => {
	const ago = (days: number) => new Date(Date.parse('2026-06-02T06:00:00Z') - days * 86_400_000).toISOString();

	test.each([
		['draft', { 'created-at': ago(3.1) }, 'draft A'],
		['draft', { 'created-at': ago(2.9) }, undefined],
		['ap_hold', { 'created-at': ago(7.1) }, 'stuck A'],
		['disputed', { 'created-at': ago(6.9) }, undefined],
		['approved', { 'updated-at': ago(2.1) }, 'notExported A'],
		['approved', { 'updated-at': ago(1.9), 'created-at': ago(50) }, undefined],
		['approved', { exported: true, 'last-exported-at': ago(30.1) }, 'notPaid A'],
		['approved', { exported: true, 'last-exported-at': ago(29) }, undefined],
		['approved', { exported: true, 'last-exported-at': ago(5), 'net-due-date': ago(2) }, 'notPaid A'],
		['approved', { exported: true, paid: true, 'last-exported-at': ago(99) }, undefined],
	])('%s %j: %s', (status, changes, found) => {
		expect(attentions(reconciled([row('A')], { api: [inCoupa(1, 'A', status, changes)] }))).toEqual(found === undefined ? [] : [found]);
	});

	test('invoices from before the period are shown, too, and count in no sum', () => {
		const result = reconciled([row('A')], {
			api: [inCoupa(1, 'A', 'paid')],
			older: [inCoupa(9, 'OLD', 'draft', { 'created-at': ago(20) })],
		});
		expect(attentions(result)).toEqual(['draft OLD']);
		expect(result.rows).toHaveLength(1);
	});

	test('packages from before the period that are still not settled', () => {
		const old = row('S', { inPeriod: false, place: 'incoming', receivedAt: ago(9), file: 's.zip' });
		const waits = row('W', { inPeriod: false, isCopy: true, place: 'waiting', receivedAt: ago(9), file: 'w-waiting-0.zip' });
		expect(attentions(reconciled([old, waits]))).toEqual(['notImported S', 'stuck W']);
	});
});

describe('Coupa’s file of changes', () => {
	const file = [
		['type', 'id', 'invoice-number', 'status', 'internal-note', 'currency', 'gross-total', 'exported', 'paid'],
		['Line', '1', '', '', '', '', '', '', ''],
		['Header', '7', 'A', 'Approved', `scan-one:${sha256('A')}`, 'USD', '100.10', 'Yes', 'No'],
	];

	test('says where an invoice stands that the API does not show; else the API counts', () => {
		const { states, problem } = readDelta(file);
		expect([problem, states]).toMatchObject([null, [{ source: 'delta', id: '7', status: 'approved', exported: true, paid: false }]]);
		expect(standings(reconciled([row('A')], { delta: states }))).toEqual({ A: 'exported' });
		expect(standings(reconciled([row('A')], { delta: states, api: [inCoupa(7, 'A', 'voided')] }))).toEqual({ A: 'ended' });
	});

	test('completes what the API does not show of an invoice that it shows with the same status', () => {
		const shown = { ...inCoupa(7, 'A', 'approved'), exported: null, paid: null };
		const { states } = readDelta(file);
		expect(standings(reconciled([row('A')], { delta: states, api: [shown] }))).toEqual({ A: 'exported' });
		expect(standings(reconciled([row('A')], { delta: states, api: [{ ...shown, exported: false }] }))).toEqual({ A: 'approved' });
		expect(standings(reconciled([row('A')], { delta: states, api: [{ ...shown, status: 'disputed' }] }))).toEqual({ A: 'disputed' });
	});

	test('our own file of invoice status does as well; anything else is refused in words', () => {
		const own = readDelta([
			['id', 'invoice-number', 'status', 'delivery-key', 'paid'],
			['7', 'A', 'approved', sha256('A'), 'Yes'],
		]);
		expect(standings(reconciled([row('A')], { delta: own.states }))).toEqual({ A: 'paid' });
		expect(readDelta([['a'], ['b']]).problem).toMatch(/No header row names/);
	});
});

test('Coupa hides the internal note: recognised by supplier and number, and said', () => {
	const hidden = { ...inCoupa(1, 'A', 'approved'), keys: null };
	const result = reconciled([row('A')], { api: [hidden] });
	expect([standings(result), attentions(result)]).toEqual([{ A: 'approved' }, ['byNumberOnly A']]);
	expect(standings(reconciled([row('A', { supplierNumber: 'V-1' })], { api: [hidden] }))).toEqual({ A: 'missing' });
});
