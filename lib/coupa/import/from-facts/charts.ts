import { textAt, type CoupaRecord, type EInvoiceParty } from '../../../core';
import { CoupaError } from '../../errors';
import { queryPairs } from '../../query';
import { chartOf } from '../accounts';
import type { ImportClient } from '../types';
import type { ChartFit } from './fit';
import { IdentifierTable, type IdentifierRow } from './identifier-table';
import { taxNumbersOf } from './party';
import { saidAt } from './said-at';
import { isSameTaxNumber, taxNumber, type TaxNumber } from './tax-number';
import type { TaxRegistrations } from './tax-registrations';

/** Which chart of accounts an e-invoice goes to where nothing in Coupa says so. */
export interface ChartSettings {
	rows: readonly IdentifierRow[];
	/** Name of the chart for buyers that nothing is found for; blank for none. */
	standard: string;
}

const FIELDS = [
	...['id', 'name', 'active', 'legal-entity-name'],
	...['id', 'vat-number', 'local-tax-number', 'country.code', 'vat-country.code'].map((field) => `primary-address.${field}`),
];
/** Charts that are read; a company has one for each of its legal entities or systems. */
const MOST_CHARTS = 500;
const MOST_CHOICES = 10;

/** Charts of accounts by whom an e-invoice is made out to. Nothing is read of Coupa where rows of the settings say it. */
export class Charts {
	private readonly table: IdentifierTable;
	private charts: CoupaRecord[] | null = null;

	constructor(
		private readonly client: ImportClient,
		private readonly registrations: TaxRegistrations,
		private readonly settings: ChartSettings,
		private readonly tell: (message: string) => void,
	) {
		this.table = new IdentifierTable(settings.rows);
	}

	/** @throws CoupaError when Coupa cannot be reached */
	async load(buyers: EInvoiceParty[]): Promise<void> {
		const open = buyers.filter((buyer) => this.table.match(buyer).kind === 'none');
		if (open.length === 0) return;
		this.charts ??= await this.activeCharts();
		if (this.charts.length > 0)
			await this.registrations.load(open.filter((buyer) => this.byAddress(buyer).length === 0).flatMap(taxNumbersOf));
	}

	of(invoice: CoupaRecord, buyer: EInvoiceParty): ChartFit {
		if (chartOf(invoice) !== null || textAt(invoice, 'account-type', 'id') !== undefined) return { kind: 'given' };
		const row = this.table.match(buyer);
		if (row.kind === 'found') return { kind: 'found', chart: row.value };
		if (row.kind === 'rowsDiffer') {
			const why = `Rows of the option Charts of Accounts for E-Invoices name several charts for “${row.identifier}”`;
			return { kind: 'undecided', choices: row.values, more: 0, why, at: saidAt(buyer, 'BT-44') };
		}
		const byAddress = this.byAddress(buyer);
		const fitting = namesOf(byAddress.length > 0 ? byAddress : this.byRegistration(buyer));
		const [chart] = fitting;
		const { standard } = this.settings;
		if (chart !== undefined && fitting.length === 1) return { kind: 'found', chart };
		if (standard.trim() !== '' && (fitting.length === 0 || fitting.includes(standard.trim())))
			return { kind: 'found', chart: standard.trim() };
		const choices = fitting.length > 0 ? fitting : namesOf(this.charts ?? []);
		const who =
			fitting.length > 0
				? 'Several charts of accounts have the tax number of the buyer'
				: 'No chart of accounts in Coupa has the tax number of the buyer';
		return {
			kind: 'undecided',
			choices: choices.slice(0, MOST_CHOICES),
			more: Math.max(0, choices.length - MOST_CHOICES),
			why: who,
			at: saidAt(buyer, 'BT-44'),
		};
	}

	/** Charts whose legal entity has a tax number of the buyer in its primary address. */
	private byAddress(buyer: EInvoiceParty): CoupaRecord[] {
		return this.having(buyer, (chart) => {
			const country =
				textAt(chart, 'primary-address', 'vat-country', 'code') ?? textAt(chart, 'primary-address', 'country', 'code') ?? null;
			return ['vat-number', 'local-tax-number'].flatMap((key) => taxNumber(textAt(chart, 'primary-address', key) ?? '', country) ?? []);
		});
	}

	/** Charts whose primary address owns a tax registration of the buyer; a connector in production goes by the same. */
	private byRegistration(buyer: EInvoiceParty): CoupaRecord[] {
		const owners = taxNumbersOf(buyer).flatMap((number) => this.registrations.ownersOf(number));
		const addresses = new Set(owners.filter(({ type }) => type === '' || type === 'Address').map(({ id }) => id));
		return (this.charts ?? []).filter((chart) => addresses.has(textAt(chart, 'primary-address', 'id') ?? 'none'));
	}

	private having(buyer: EInvoiceParty, numbersOf: (chart: CoupaRecord) => TaxNumber[]): CoupaRecord[] {
		const given = taxNumbersOf(buyer);
		return (this.charts ?? []).filter((chart) =>
			numbersOf(chart).some((number) => given.some((own) => isSameTaxNumber(own.number, number))),
		);
	}

	private async activeCharts(): Promise<CoupaRecord[]> {
		const charts: CoupaRecord[] = [];
		try {
			const query = queryPairs([{ field: 'active', value: true }]);
			for await (const page of this.client.pages('/api/account_types', { query, fields: FIELDS, limit: MOST_CHARTS })) charts.push(...page);
		} catch (error) {
			if (!(error instanceof CoupaError) || ![400, 403, 404, 405, 410, 422].includes(error.details.status ?? 0)) throw error;
			this.tell(
				`Charts of accounts could not be read, so e-invoices go by the option Charts of Accounts for E-Invoices alone. ${error.message}`,
			);
		}
		return charts.filter((chart) => textAt(chart, 'active') !== 'false');
	}
}

function namesOf(charts: CoupaRecord[]): string[] {
	return [...new Set(charts.map((chart) => textAt(chart, 'name') ?? '').filter((name) => name !== ''))];
}
