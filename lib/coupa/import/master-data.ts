import { isBlank } from './amounts';
import type { LookUp } from './lookup';
import { contractsOf, requesterOf, taxCodesOf, unitToCheck } from './named';
import { OptionalLookUp, type OptionalMatch } from './optional-look-up';
import type { PurchaseOrders } from './orders';
import type { CheckName, ImportSettings } from './settings';
import type { ImportClient } from './types';
import { recordsAt, textAt, type CoupaRecord } from '../../core';

const CONTRACT_FIELDS = ['id', 'number', 'name', 'status', 'terminated', 'start-date', 'end-date', 'term-type'];

/** A list of Coupa by a field whose values an invoice names. */
const lookUp = (path: string, field: string, label: string, fields: string[], unique = false): LookUp => ({
	...{ path, field, label, fields, unique },
	valueOf: (row) => textAt(row, field),
});

/** The labels of the checks, for what is told when one of them cannot be made. */
export const CHECK_LABELS = {
	quantityDecimals: 'Decimals of the unit of measure',
	unitKnown: 'Unit of measure known',
	taxCodeActive: 'Tax code known and active',
	contractInForce: 'Contract in force',
	requesterActive: 'Requester is an active user',
} as const satisfies Partial<Record<CheckName, string>>;

/**
 * Master data that only checks need: units of measure, tax codes, contracts and users, looked up once for a run and only those that
 * an invoice names. Shared by all its invoices; a check that is off costs nothing.
 */
export class MasterData {
	private readonly units: OptionalLookUp;
	private readonly taxCodes: OptionalLookUp;
	private readonly contracts: Record<'number' | 'name', OptionalLookUp>;
	private readonly users: OptionalLookUp;

	constructor(
		client: ImportClient,
		private readonly settings: Pick<ImportSettings, 'checks'>,
		tell: (message: string) => void,
	) {
		const optional = (check: keyof typeof CHECK_LABELS, what: LookUp) => new OptionalLookUp(client, what, CHECK_LABELS[check], tell);
		const ofUnits = `${CHECK_LABELS.quantityDecimals}, ${CHECK_LABELS.unitKnown}`;
		this.units = new OptionalLookUp(
			client,
			lookUp('/api/uoms', 'code', 'unit of measure', ['id', 'code', 'allowable-precision'], true),
			ofUnits,
			tell,
		);
		// A code may be that of several countries.
		const taxFields = ['id', 'code', 'active', 'country.code'];
		this.taxCodes = optional('taxCodeActive', lookUp('/api/tax_codes', 'code', 'tax code', taxFields));
		const contracts = (field: string) => optional('contractInForce', lookUp('/api/contracts', field, `contract ${field}`, CONTRACT_FIELDS));
		this.contracts = { number: contracts('number'), name: contracts('name') };
		this.users = optional('requesterActive', {
			...lookUp('/api/users', 'email', 'e-mail address', ['id', 'email', 'active']),
			anyCase: true,
		});
	}

	/**
	 * `eInvoices`: those of the invoices that came as such.
	 *
	 * @throws CoupaError when Coupa cannot be reached
	 */
	async load(invoices: CoupaRecord[], orders: PurchaseOrders, eInvoices: CoupaRecord[] = []): Promise<void> {
		const wanted = (check: CheckName, valuesOf: (invoice: CoupaRecord) => string[]) =>
			this.settings.checks[check] === 'off' ? [] : [...new Set(invoices.flatMap(valuesOf))];
		const contracts = (key: 'number' | 'name') =>
			wanted('contractInForce', (invoice) => contractsOf(invoice).flatMap(({ by, value }) => (by === key ? [value] : [])));
		const given = this.settings.checks.unitKnown === 'off' ? [] : eInvoices.flatMap(givenUnits);
		await Promise.all([
			this.units.load([...new Set([...wanted('quantityDecimals', (invoice) => unitsOf(invoice, orders)), ...given])]),
			this.taxCodes.load(wanted('taxCodeActive', (invoice) => taxCodesOf(invoice).map(({ value }) => value))),
			this.contracts.number.load(contracts('number')),
			this.contracts.name.load(contracts('name')),
			this.users.load(wanted('requesterActive', (invoice) => requesterOf(invoice).map(({ value }) => value))),
		]);
	}

	unit(code: string): OptionalMatch {
		return this.units.match(code);
	}

	taxCode(code: string): OptionalMatch {
		return this.taxCodes.match(code);
	}

	contract(by: 'number' | 'name', value: string): OptionalMatch {
		return this.contracts[by].match(value);
	}

	user(email: string): OptionalMatch {
		return this.users.match(email);
	}

	/** Decimals that Coupa keeps of a quantity in that unit; null where it is not known. The PO line's own unit is known with it. */
	precisionOf(code: string, orderLine: CoupaRecord | null): number | null {
		const ordered = orderedPrecision(code, orderLine);
		const match = this.units.match(code);
		const text = ordered ?? (match.kind === 'found' ? textAt(match.rows[0], 'allowable-precision') : undefined);
		return text === undefined ? null : Number(text);
	}
}

/** Every unit that the lines name. */
function givenUnits(invoice: CoupaRecord): string[] {
	return recordsAt(invoice, 'invoice-lines')
		.map((line) => textAt(line, 'uom', 'code')?.trim() ?? '')
		.filter((code) => code !== '');
}

function unitsOf(invoice: CoupaRecord, orders: PurchaseOrders): string[] {
	return recordsAt(invoice, 'invoice-lines').flatMap((line) => {
		const match = orders.match(line);
		const orderLine = match.kind === 'matched' ? match.orderLine : null;
		const unit = unitToCheck(line, orderLine);
		return unit === null || orderedPrecision(unit.code, orderLine) !== undefined ? [] : [unit.code];
	});
}

/** What the PO line shows of its unit, where it is the same. */
function orderedPrecision(code: string, orderLine: CoupaRecord | null): string | undefined {
	if (orderLine === null || isBlank(orderLine, 'uom', 'allowable-precision')) return undefined;
	return textAt(orderLine, 'uom', 'code') === code ? textAt(orderLine, 'uom', 'allowable-precision') : undefined;
}
