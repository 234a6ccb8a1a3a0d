import { keysOf, noteWithMark, withoutMarks, type CoupaRecord } from '../../../lib/core';
import { again, codes, input, World } from './support/world';

const KEY = 'a'.repeat(64);
const ANA: CoupaRecord = { id: 12, login: 'ana.lyst' };

describe('a mark', () => {
	it.each([
		['too short', `scan-one:${'a'.repeat(63)}`],
		['eight digits', 'scan-one:aaaaaaaa'],
		['too long', `scan-one:${'a'.repeat(65)}`],
		['no hexadecimal', `scan-one:${'g'.repeat(64)}`],
		['inside a word', `xscan-one:${KEY}`],
		['followed by more', `scan-one:${KEY}.`],
	])('that is %s is none', (_name, note) => {
		expect(keysOf({ 'internal-note': note })).toEqual({ current: [], replaced: [] });
	});

	it.each([
		[`Paid twice scan-one:${KEY} thanks`],
		[`SCAN-ONE:${KEY.toUpperCase()}`],
		[`scan-one-replaced:${KEY}`],
		['scan-one-review: all fine'],
		[`scan-scan-one:${'x'.repeat(300)}one:${KEY}`],
		[`scan-one:scan-one:${KEY}`],
	])('that comes with the note %j is left out', (note) => {
		const own = 'b'.repeat(64);
		expect(keysOf({ 'internal-note': noteWithMark(note, own) })).toEqual({ current: [own], replaced: [] });
		expect(noteWithMark(note, own)).not.toMatch(/scan-one-review/i);
		expect(withoutMarks(note).marks.length).toBeGreaterThan(0);
	});

	it('does not cost a note its other words', () => {
		expect(withoutMarks(`Left at gate 4\nscan-one:${KEY}`)).toEqual({ note: 'Left at gate 4', marks: [`scan-one:${KEY}`] });
		expect(withoutMarks('Ask Scan One: line 2')).toEqual({ note: 'Ask Scan One: line 2', marks: [] });
	});
});

describe('marks in Coupa', () => {
	let world: World;
	beforeEach(async () => {
		world = await World.start({ duplicateRule: 'never' });
	});
	afterEach(async () => {
		await world.stop();
	});

	/** Something of our own, so that this process knows as whom it writes. */
	const before = async () => await world.importOne(input({ invoice: { 'invoice-number': 'BEFORE' } }));
	/** An invoice with a note, made by somebody. */
	const putInvoice = (id: number, key: string, by: CoupaRecord, change: CoupaRecord = {}) => {
		const { invoice } = input();
		world.coupa.put('invoices', {
			...invoice,
			id,
			status: 'draft',
			'invoice-date': '2026-04-20T00:00:00-07:00',
			'document-type': 'Invoice',
			supplier: { id: 5502, number: 'V-20011' },
			'gross-total': '100.00',
			'internal-note': `scan-one:${key}`,
			'created-by': by,
			'updated-by': by,
			...change,
		});
	};
	const touched = (id: number) => world.apiCalls().filter(({ method, path }) => method !== 'GET' && path.includes(`/${id}`));

	it('that somebody copied to a draft of the same number count for nothing: it is a duplicate', async () => {
		await before();
		const captured = input();
		putInvoice(500, captured.delivery.key, ANA);
		const result = await world.importOne(captured);
		expect([result.outcome, codes(result)]).toEqual(['refused', ['duplicate']]);
		expect(touched(500)).toEqual([]);
	});

	it('of an earlier delivery on a draft that somebody else made do not let it be overwritten', async () => {
		await before();
		putInvoice(500, KEY, ANA, { 'supplier-total': '90.00', 'gross-total': '90.00' });
		const result = await world.importOne(input());
		expect([result.outcome, codes(result)]).toEqual(['refused', ['numberReused']]);
		expect(touched(500)).toEqual([]);
	});

	it('that somebody copied to an invoice of another supplier keep ours a draft, and are told', async () => {
		await before();
		const captured = input();
		putInvoice(500, captured.delivery.key, ANA, { supplier: { id: 5503, number: 'V-20012' }, status: 'approved' });
		const result = await world.importOne(captured);
		expect([result.outcome, codes(result)]).toEqual(['heldAsDraft', ['markOfOthers']]);
		expect(result.problems[0]?.message).toContain(
			'Invoice 500 (approved) in Coupa carries the import mark of this one, but ana.lyst made it',
		);
		expect(result.invoiceId).not.toBe(500);
		expect(touched(500)).toEqual([]);
	});

	it.each<[string, CoupaRecord]>([
		['without', {}],
		['with', { 'image-scan': 'x.pdf', 'image-scan-file-name': 'x.pdf' }],
	])(
		'that were copied to a draft %s image before this process has written anything are seen before it is submitted',
		async (_image, change) => {
			const captured = input();
			putInvoice(500, captured.delivery.key, ANA, change);
			const result = await world.importOne(captured);
			expect(result.outcome).toBe('heldAsDraft');
			expect(codes(result)).toContain('markOfOthers');
			expect(world.invoice(500).status).toBe('draft');
		},
	);

	it('of 8 digits, as anybody might write them, count for nothing', async () => {
		const captured = input();
		putInvoice(500, captured.delivery.key.slice(0, 8), { id: 77, login: 'int.batch' });
		expect(codes(await world.importOne(captured))).toEqual(['duplicate']);
	});

	it('in a captured note are left out and told', async () => {
		const result = await world.importOne(input({ invoice: { 'internal-note': `Gate 4 scan-one:${KEY}` } }));
		expect(result).toMatchObject({
			outcome: 'imported',
			problems: [{ code: 'importMarks', severity: 'warning', path: 'internal-note' }],
		});
		expect(world.invoice(result.invoiceId)['internal-note']).toMatch(/^Gate 4\nscan-one:[0-9a-f]{64}$/);
		expect(world.invoice(result.invoiceId)['internal-note']).not.toContain(KEY);
	});

	it.each([
		['pending_approval', 'refused'],
		['approved', 'refused'],
		['voided', 'refused'],
		['draft', 'heldAsDraft'],
	])('on an invoice (%s) with another total do not make it this delivery: %s', async (status, outcome) => {
		const captured = input();
		const { invoiceId } = await world.importOne(captured);
		world.changeByHand(invoiceId, { status, 'supplier-total': '1.00', 'gross-total': '1.00' });
		world.coupa.clearRequests();
		const result = await world.importOne(again(captured));
		expect([result.outcome, codes(result)]).toEqual([outcome, ['otherTotal']]);
		expect(result.reason).toContain(`another total: 1.00 instead of 100.00 (invoice ${invoiceId}, ${status}`);
		expect(world.writes()).toEqual([]);
	});

	it('without a stated total, taxes that Coupa computed are no other total; other lines are', async () => {
		const captured = input({ invoice: { 'supplier-total': null } });
		const { invoiceId } = await world.importOne(captured);
		world.changeByHand(invoiceId, { 'gross-total': '119.00' });
		expect((await world.importOne(again(captured))).outcome).toBe('alreadyImported');
		const lines = (world.invoice(invoiceId)['invoice-lines'] as CoupaRecord[]).map((one) => ({ ...one, price: '11.90' }));
		world.changeByHand(invoiceId, { 'invoice-lines': lines });
		expect((await world.importOne(again(captured))).outcome).toBe('refused');
	});
});
