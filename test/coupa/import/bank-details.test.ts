import { bankKey, isBankName, isValidIban, maskedBankNumber, withoutIbans, type CoupaRecord } from '../../../lib/core';
import {
	accountsInFields,
	accountsInInformation,
	areOfOneAccount,
	givenDetails,
	verdictOn,
	type KnownAccount,
} from '../../../lib/coupa/import/bank-details';
import type { BankSource } from '../../../lib/coupa/import/bank-source';
import { concealed, concealedItem } from '../../../lib/coupa/import/conceal';
import type { RemitToMatch } from '../../../lib/coupa/import/remit-to';
import { undecidedResult } from '../../../lib/coupa/import';
import { input } from './support/world';

/** Bank details without Coupa. The numbers are the published examples of their countries. */
const DE = 'DE89370400440532013000';
const GB = 'GB82WEST12345698765432';
const FR = 'FR1420041010050500013M02606';

const source = (kind: BankSource['kind'], from = kind as string, coupaField = ''): BankSource => ({ kind, from, coupaField });
const account = (change: Partial<KnownAccount>): KnownAccount => ({ name: 'A', iban: [], account: [], bic: [], ...change });

describe('bank numbers', () => {
	test.each([
		[' de89 3704-0044.0532 0130 00 ', DE],
		['IBAN: DE89370400440532013000', DE],
		['ＤＥ８９３７０４００４４０５３２０１３０００', DE],
		['DE89\u200b370400440532013000', DE],
		['BIC DEUTDEFF500', 'DEUTDEFF500'],
		['0012-345/67', '001234567'],
		[' - ', ''],
	])('%s is %s', (given, key) => {
		expect(bankKey(given)).toBe(key);
	});

	test.each([
		[DE, true],
		[GB, true],
		[FR, true],
		['DE88370400440532013000', false],
		['DE89370400440532013001', false],
		['DE98370400440532013000', false],
		['1234567890', false],
		// Right check digits, but not the length of its country.
		['DE5137040044053201300', false],
		['DE89', false],
		['', false],
	])('%s is a valid IBAN: %s', (key, valid) => {
		expect(isValidIban(key)).toBe(valid);
	});

	test.each([
		[DE, 'DE…3000'],
		['de89 3704 0044 0532 0130 00', 'DE…3000'],
		['DEUTDEFF500', 'DE…'],
		['0123456789', '…6789'],
		['12345678', '…78'],
		['123456', '…'],
		['', '…'],
	])('%s is shown as %s', (value, shown) => {
		expect(maskedBankNumber(value)).toBe(shown);
	});

	test.each([
		[`pay ${DE} now`, 'pay DE…3000 now'],
		['pay de89 3704 0044 0532 0130 00 by 2026', 'pay DE…3000 by 2026'],
		['Invoice,V-1,GB82-WEST-1234-5698-7654-32,USD', 'Invoice,V-1,GB…5432,USD'],
		['DE88370400440532013000', 'DE88370400440532013000'],
		['RE20-2026-0004-1234-5678', 'RE20-2026-0004-1234-5678'],
		['XDE89370400440532013000', 'XDE89370400440532013000'],
	])('in a text: %s', (text, shown) => {
		expect(withoutIbans(text)).toBe(shown);
	});

	test.each([
		'IBAN',
		'Supplier IBAN',
		'supplierIban',
		'Bank Account Number',
		'bank_account',
		'Account No',
		'BIC/SWIFT',
		'Sort Code',
		'Kontonummer',
		'Payee Account',
	])('%s holds a bank number', (name) => {
		expect(isBankName(name)).toBe(true);
	});

	test.each(['Account Code', 'Account Segment 1', 'Cubicle', 'Banking Holiday', 'Cost Region', 'Invoice Number', 'constructor'])(
		'%s does not',
		(name) => {
			expect(isBankName(name)).toBe(false);
		},
	);
});

describe('details of an invoice', () => {
	const sources = [source('iban', 'Supplier IBAN'), source('bic', 'supplier-bic'), source('account', 'custom-fields.pay.account')];

	test('come from columns, custom fields and paths, each value once', () => {
		const given = input(
			{ invoice: { 'custom-fields': { 'supplier-bic': 'DEUTDEFF', pay: { account: 12345678 } } } },
			{
				extraColumns: [
					{ row: 3, rowKind: 'Invoice', column: 'supplier iban', value: DE },
					{ row: 4, rowKind: 'Invoice Line', column: 'Supplier IBAN', value: 'DE89 3704 0044 0532 0130 00' },
					{ row: 4, rowKind: 'Invoice Line', column: 'Supplier IBAN', value: ' ' },
				],
			},
		);
		expect(givenDetails(given, sources).map(({ key, shown, column, path, row }) => [key, shown, column ?? path, row])).toEqual([
			[DE, 'DE…3000', 'supplier iban', 3],
			['DEUTDEFF', 'DE…', 'custom-fields.supplier-bic', undefined],
			['12345678', '…78', 'custom-fields.pay.account', undefined],
		]);
		expect(givenDetails(input(), sources)).toEqual([]);
	});
});

describe('a detail against the accounts of the supplier', () => {
	const verdict = (kind: BankSource['kind'], key: string, ...accounts: KnownAccount[]) =>
		verdictOn({ source: source(kind), key }, accounts).kind;

	test.each([
		['iban', DE, [account({ iban: [DE] })], 'agrees'],
		['iban', DE, [account({ iban: [GB] }), account({ iban: [DE] })], 'agrees'],
		['iban', DE, [account({ iban: [GB] })], 'differs'],
		['iban', DE, [account({ account: ['0532013000'] })], 'agrees'],
		['iban', DE, [account({ account: ['0532013001'] })], 'differs'],
		['iban', DE, [account({ account: ['3000'] })], 'differs'],
		['iban', DE, [account({ bic: ['DEUTDEFF'] })], 'notShown'],
		['iban', DE, [], 'notShown'],
		['account', '00532013000', [account({ account: ['532013000'] })], 'agrees'],
		['account', '532013000', [account({ iban: [DE] })], 'agrees'],
		['account', '532013999', [account({ iban: [DE] })], 'differs'],
		['account', DE, [account({ iban: [DE] })], 'agrees'],
		['bic', 'DEUTDEFF', [account({ bic: ['DEUTDEFFXXX'] })], 'agrees'],
		['bic', 'DEUTDEFF500', [account({ bic: ['DEUTDEFF'] })], 'agrees'],
		['bic', 'DEUTDEFF500', [account({ bic: ['DEUTDEFF600'] })], 'differs'],
		['bic', 'DEUTDEFF', [account({ iban: [DE] })], 'notShown'],
	] as const)('%s %s', (kind, key, accounts, expected) => {
		expect(verdict(kind, key, ...accounts)).toBe(expected);
	});

	test('details of two accounts are not those of one', () => {
		const details = [
			{ source: source('iban'), key: DE, shown: '' },
			{ source: source('bic'), key: 'WESTGB22', shown: '' },
		];
		expect(areOfOneAccount(details, [account({ iban: [DE], bic: ['DEUTDEFF'] }), account({ iban: [GB], bic: ['WESTGB22'] })])).toBe(false);
		expect(areOfOneAccount(details, [account({ iban: [DE], bic: ['WESTGB22'] }), account({ iban: [GB] })])).toBe(true);
	});
});

describe('accounts that Coupa shows', () => {
	const nb1: CoupaRecord = {
		id: 1,
		'remit-to-code': 'NB-01',
		street1: 'Hafenstr. 1',
		'postal-code': '20457',
		'custom-fields': { iban: DE },
	};
	const nb2: CoupaRecord = { id: 2, 'remit-to-code': 'NB-02', 'custom-fields': { iban: GB } };
	const gone: CoupaRecord = { id: 3, 'remit-to-code': 'NB-03', active: false, 'custom-fields': { iban: FR } };
	const supplier: CoupaRecord = { id: 9, 'remit-to-addresses': [nb1, nb2, gone], 'custom-fields': { iban: FR } };
	const found = (address: CoupaRecord): RemitToMatch => ({ kind: 'found', address, differing: [] });
	const none: RemitToMatch = { kind: 'notGiven', active: [nb1, nb2] };
	const ibans = (accounts: KnownAccount[]) => accounts.map(({ name, iban }) => [name, ...iban]);

	test('in custom fields: of the address named, of all active ones, of the supplier only where no address has any', () => {
		const sources = [source('iban', 'x', 'iban')];
		expect(ibans(accountsInFields(supplier, found(nb2), sources))).toEqual([['NB-02', GB]]);
		expect(ibans(accountsInFields(supplier, none, sources))).toEqual([
			['NB-01', DE],
			['NB-02', GB],
		]);
		expect(ibans(accountsInFields({ ...supplier, 'remit-to-addresses': [] }, none, sources))).toEqual([['', FR]]);
		expect(ibans(accountsInFields({ id: 9 }, none, sources))).toEqual([['']]);
	});

	test('in supplier information: by code, else by street, else all active ones; approved records before others', () => {
		const address = (code: string, iban: string, more: CoupaRecord = {}): CoupaRecord => ({
			'location-code': code,
			'iban-number': iban,
			...more,
		});
		const record = (status: string, ...addresses: CoupaRecord[]): CoupaRecord => ({ status, 'supplier-information-addresses': addresses });
		const all = [
			record('draft', address('NB-01', FR)),
			record('approved', address('nb-01', DE), address('NB-02', GB), address('X', FR, { active: false })),
		];
		expect(ibans(accountsInInformation(all, found(nb1)))).toEqual([['nb-01', DE]]);
		expect(ibans(accountsInInformation(all, none))).toEqual([
			['nb-01', DE],
			['NB-02', GB],
		]);
		const street = { 'street-address': 'HAFENSTR 1', 'postal-code': '20457' };
		expect(ibans(accountsInInformation([record('approved', address('', DE, street), address('', GB))], found(nb1)))).toEqual([['', DE]]);
		expect(accountsInInformation([], none)).toEqual([]);
	});
});

describe('what is shown', () => {
	const sources = [source('iban', 'IBAN'), source('account', 'acct')];
	const captured = input(
		{ invoice: { 'custom-fields': { acct: '4021' }, 'supplier-note': `Pay to ${DE}` } },
		{ extraColumns: [{ row: 3, rowKind: 'Invoice', column: 'IBAN', value: 'DE89 3704 0044 0532 0130 00' }] },
	);

	test('of a result: no spelling of a number, in whatever place', () => {
		const result = concealed(
			{
				...undecidedResult('x', captured, `Coupa says: ${DE.toLowerCase()} is taken; order 4021`),
				problems: [
					{ severity: 'warning', code: 'unknownColumn', column: 'iban', value: 'DE89 3704 0044 0532 0130 00', message: 'Kept.' },
					{ severity: 'error', code: 'refusedByCoupa', path: 'custom-fields.acct', value: '4021', message: 'Not 4021 but 40210' },
					{
						severity: 'error',
						code: 'spreadsheetNumber',
						column: 'Pay To',
						path: 'custom-fields.acct',
						value: '1.23457E+11',
						message: 'Rounded.',
					},
					{ severity: 'warning', code: 'bankDetails', column: 'IBAN', value: 'DE…3000', message: 'DE89-3704-0044-0532-0130-00!' },
				],
			},
			captured,
			sources,
		);
		expect(result.reason).toBe('Coupa says: DE…3000 is taken; order …');
		expect(result.problems.map(({ value, message }) => [value, message])).toEqual([
			['DE…3000', 'Kept.'],
			['…', 'Not … but 40210'],
			['…11', 'Rounded.'],
			['DE…3000', 'DE…3000!'],
		]);
	});

	test('of a captured item, at any depth', () => {
		const { invoice, extraColumns } = captured;
		const shown = JSON.stringify(concealedItem({ invoice, extraColumns: extraColumns as never, nested: [{ deep: `x ${DE} y` }] }, sources));
		expect(shown).not.toMatch(/3704|0532|4021/);
		expect(shown).toContain('x DE…3000 y');
		const numeric = concealedItem({ invoice: { 'custom-fields': { acct: 12345678 } }, place: 3 }, sources);
		expect(numeric).toEqual({ invoice: { 'custom-fields': { acct: '…78' } }, place: 3 });
		expect(concealedItem({ invoice: null }, sources)).toEqual({ invoice: null });
	});
});
