import Big from 'big.js';
import { currencyDigits, isKnownCurrency, keysOf, noteWithMark, type CoupaRecord } from '../../../lib/core';
import { withPercents } from '../../../lib/coupa/import/allocations';
import { Breaker } from '../../../lib/coupa/import/breaker';
import { decide, type DeliveredVersion } from '../../../lib/coupa/import/decide';
import { lineClassOf } from '../../../lib/coupa/import/line-class';
import { DEFAULT_IMPORT_SETTINGS, withDefaults } from '../../../lib/coupa/import/settings';
import { isDuplicateRule } from '../../../lib/coupa/import/undecided';
import { CoupaError } from '../../../lib/coupa/errors';

const KEY = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

describe('marker', () => {
	it('stands below the note and is read back', () => {
		const note = noteWithMark('Line one\nLine two\n\n', KEY, [OTHER, OTHER, KEY]);
		expect(noteWithMark('', KEY, [], OTHER)).toBe(`scan-one:${KEY}\nscan-one-image:${OTHER}`);
		expect(note).toBe(`Line one\nLine two\nscan-one:${KEY}\nscan-one-replaced:${OTHER}`);
		expect(keysOf({ 'internal-note': note })).toEqual({ current: [KEY], replaced: [OTHER] });
	});

	it('is found in any case and among words, but not inside other words', () => {
		expect(keysOf({ 'internal-note': `SCAN-ONE:${KEY.toUpperCase()} checked` }).current).toEqual([KEY]);
		expect(keysOf({ 'internal-note': `xscan-one:${KEY} scan-one:${KEY}x https://x/scan-one:${KEY}` }).current).toEqual([]);
		expect(keysOf({ 'internal-note': null })).toEqual({ current: [], replaced: [] });
	});
});

describe('allocation shares', () => {
	const shares = (line: string, ...amounts: string[]) =>
		withPercents(
			amounts.map((amount) => ({ amount })),
			new Big(line),
		).map(({ pct }) => pct);

	it('come to exactly 100', () => {
		expect(shares('180.00', '120.00', '60.00')).toEqual(['66.6666666667', '33.3333333333']);
		expect(shares('3', '1', '1', '1')).toEqual(['33.3333333333', '33.3333333333', '33.3333333334']);
		expect(shares('-90', '-45', '-45')).toEqual(['50', '50']);
	});

	it('that do not come to the line are left for Coupa to refuse', () => {
		expect(shares('100', '50', '40')).toEqual(['50', '40']);
	});

	it('that are given stay as they are', () => {
		const given: CoupaRecord[] = [{ pct: '60', amount: '1' }, { pct: '40' }];
		expect(withPercents(given, new Big(10))).toEqual(given);
		expect(withPercents([{ amount: '1' }], new Big(0))).toEqual([{ amount: '1' }]);
	});
});

describe('line class', () => {
	it.each<[string, CoupaRecord, CoupaRecord | null, string, boolean]>([
		['a quantity without PO', { quantity: '2' }, null, 'InvoiceQuantityLine', true],
		['no quantity without PO', { quantity: ' ' }, null, 'InvoiceAmountLine', true],
		['no quantity for a quantity line', {}, { type: 'OrderQuantityLine' }, 'InvoiceQuantityLine', false],
		['one piece of an amount line', { quantity: '1.00' }, { type: 'OrderAmountLine' }, 'InvoiceAmountLine', true],
		['two pieces of an amount line', { quantity: '2' }, { type: 'OrderAmountLine' }, 'InvoiceAmountLine', false],
	])('of %s', (_name, line, orderLine, type, agrees) => {
		expect(lineClassOf(line, orderLine)).toEqual({ type, agrees });
	});
});

describe('currencies', () => {
	it('have their own digits', () => {
		expect(['USD', 'JPY', 'KWD', 'XXQ', ''].map(currencyDigits)).toEqual([2, 0, 3, 2, 2]);
		expect(['EUR', 'eur', 'ABC'].map(isKnownCurrency)).toEqual([true, false, false]);
	});
});

describe('decision', () => {
	const candidate: DeliveredVersion = {
		invoice: { 'invoice-number': 'N', 'invoice-date': '2026-04-20', 'supplier-total': '10', currency: { code: 'USD' } },
		key: KEY,
		bringsImage: true,
		settings: DEFAULT_IMPORT_SETTINGS,
		instance: 'acme.coupahost.com',
	};
	const us = { id: 77 };
	const draft = (id: number, key: string, more: CoupaRecord = {}): CoupaRecord => ({
		id,
		status: 'draft',
		'internal-note': `scan-one:${key}`,
		'created-by': us,
		'updated-by': us,
		'invoice-date': '2026-04-20T00:00:00-07:00',
		'document-type': 'Invoice',
		'image-scan': 'x.pdf',
		...more,
	});

	it('is to create where nothing is', () => {
		expect(decide(candidate, [])).toEqual({ kind: 'create', replacedKeys: [] });
	});

	it('does not take a draft for untouched when Coupa does not show who changed it', () => {
		expect(decide(candidate, [draft(1, KEY, { 'updated-by': null })]).kind).toBe('alreadyThere');
		expect(decide(candidate, [draft(1, OTHER, { 'updated-by': null })]).kind).toBe('refuse');
	});

	it('prefers the submitted one, then the touched one, then the lowest id', () => {
		const touched = draft(2, KEY, { 'updated-by': { id: 5 } });
		expect(decide(candidate, [draft(1, KEY), touched, draft(3, KEY, { status: 'approved' })])).toMatchObject({
			kind: 'alreadyThere',
			invoice: { id: 3 },
			extra: [{ id: 1 }],
		});
		expect(decide(candidate, [draft(1, KEY), touched])).toMatchObject({ kind: 'alreadyThere', invoice: { id: 2 }, extra: [{ id: 1 }] });
		expect(decide(candidate, [draft(1, KEY), draft(4, KEY)])).toMatchObject({ kind: 'resume', draft: { id: 1 }, extra: [{ id: 4 }] });
	});

	it('prefers a live one of ours to a voided one', () => {
		expect(decide(candidate, [draft(1, KEY, { status: 'voided' }), draft(2, KEY)])).toMatchObject({ kind: 'resume', draft: { id: 2 } });
	});

	it('says nothing of an image that the invoice did not bring', () => {
		const submitted = draft(1, KEY, { status: 'approved', 'image-scan': null });
		expect(decide({ ...candidate, bringsImage: false }, [submitted])).toMatchObject({ problems: [] });
		expect(decide(candidate, [submitted])).toMatchObject({ problems: [{ code: 'imageMissingInCoupa' }] });
	});

	it('names a duplicate before a re-used number', () => {
		const old = { id: 1, status: 'approved', 'invoice-date': '2025-01-01' };
		const same = { id: 2, status: 'approved', 'invoice-date': '2026-04-20', 'gross-total': '10.00', currency: { code: 'USD' } };
		expect(decide(candidate, [old, same])).toMatchObject({ kind: 'refuse', problem: { code: 'duplicate' } });
	});

	it('compares a computed total where the file states none', () => {
		const invoice: CoupaRecord = { ...candidate.invoice, 'supplier-total': null, 'invoice-lines': [{ price: '10' }] };
		const other = (total: string) => ({ id: 2, status: 'approved', 'invoice-date': '2026-04-20', 'gross-total': total });
		expect(decide({ ...candidate, invoice }, [other('10.00')])).toMatchObject({ problem: { code: 'duplicate' } });
		expect(decide({ ...candidate, invoice }, [other('11.00')])).toMatchObject({ problem: { code: 'numberReused' } });
	});
});

describe('settings', () => {
	it('have a default for each one left out, also inside existing', () => {
		expect(withDefaults({ submit: undefined, existing: { ...DEFAULT_IMPORT_SETTINGS.existing, voided: 'refuse' } })).toEqual({
			...DEFAULT_IMPORT_SETTINGS,
			existing: { numberReused: 'refuse', abandoned: 'import', voided: 'refuse', rejected: 'refuse', disputed: 'refuse' },
		});
	});
});

describe('breaker', () => {
	it('opens after five failures in a row', () => {
		const breaker = new Breaker();
		for (const failed of [true, true, true, true, false, true, true, true, true]) breaker.record(failed);
		expect(breaker.isOpen).toBe(false);
		breaker.record(true);
		expect(breaker.isOpen).toBe(true);
	});
});

describe('duplicate rule', () => {
	const refusal = (text: string, kind: 'validation' | 'server' = 'validation') =>
		new CoupaError(text, kind, {
			status: 400,
			messages: [{ field: 'invoice-header', text }],
			mayHaveHappened: false,
			request: 'POST /api/invoices',
		});

	it.each([
		['Invoice # has already been used for this supplier', true],
		['Invoice number has already been taken', true],
		["Original Invoice Date can't be blank", false],
	])('is read from "%s": %s', (text, expected) => {
		expect(isDuplicateRule(refusal(text))).toBe(expected);
	});

	it('is not read from a message about a line', () => {
		const error = new CoupaError('x', 'validation', {
			status: 400,
			messages: [{ field: 'invoice-header.invoice_lines', text: 'Line # has already been taken' }],
			mayHaveHappened: false,
			request: 'POST /api/invoices',
		});
		expect(isDuplicateRule(error)).toBe(false);
	});

	it('is only read from a refusal', () => {
		expect(isDuplicateRule(refusal('already been used', 'server'))).toBe(false);
	});
});
