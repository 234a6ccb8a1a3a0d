import type { IExecuteFunctions } from 'n8n-workflow';

import { type CheckLevel, type CheckName, DEFAULT_IMPORT_SETTINGS, type ImportSettings } from '../../../../lib/coupa';
import { parseDecimal } from '../../../../lib/core';
import { ItemParameters } from '../../../common/parameters';
import type { MonitorOption } from '../../fields/monitor';
import type { ImportOutput } from './importItems';
import { type BankDetailRows, bankSources } from './importBankOptions';
import {
	type EInvoiceChartRows,
	eInvoiceCharts,
	type EInvoiceTaxCodeRows,
	eInvoiceTaxCodes,
	supplierAliases,
} from './importEInvoiceOptions';
import { importProperties, MEGABYTE } from './importOptions';
import { type AgainstOrders, levelsAgainstOrders, orderBandsOf, type OrderBandRows } from './importOrderOptions';

interface Options {
	attachFiles: boolean;
	attachmentIntent: ImportSettings['attachmentIntent'];
	againstOrders: AgainstOrders;
	bankDetails: BankDetailRows;
	checks: { check?: Array<{ name: CheckName; level: CheckLevel }> };
	controlTotalBand: { band?: Array<{ currency: string; amount: string }> };
	defaultAccounts: { chart?: Array<{ name: string; code: string }> };
	eInvoiceCharts: EInvoiceChartRows;
	eInvoiceTaxCodes: EInvoiceTaxCodeRows;
	existing: { choices?: Partial<ImportSettings['existing']> };
	moneyCorrections: ImportSettings['moneyCorrections'];
	imageRequired: boolean;
	imageMaxMegabytes: number;
	includeCaptured: boolean;
	includeFiles: boolean;
	matchPoLines: ImportSettings['matchPoLines'];
	matchPurchaseOrdersBy: ImportSettings['matchPurchaseOrdersBy'];
	orderBands: OrderBandRows;
	monitor: MonitorOption;
	parallelInvoices: number;
	supplierAliases: unknown;
	tagForm: ImportSettings['tagForm'];
}

/** The import settings that an item's parameters describe. */
export function importSettings(context: IExecuteFunctions, itemIndex: number): ImportSettings {
	const parameters = new ItemParameters(context, itemIndex, importProperties);
	const options = parameters.collection<Options>('options');
	const preset = DEFAULT_IMPORT_SETTINGS;
	return {
		...preset,
		submit: parameters.choice<ImportSettings['submit']>('submit'),
		validateOnly: parameters.flag('validateOnly'),
		attachFiles: options.attachFiles ?? preset.attachFiles,
		attachmentIntent: options.attachmentIntent ?? preset.attachmentIntent,
		bankDetails: bankSources(parameters, options.bankDetails),
		checks: {
			...levelsAgainstOrders(options.againstOrders),
			...Object.fromEntries((options.checks?.check ?? []).map(({ name, level }) => [name, level])),
		},
		controlTotalBand: Object.fromEntries(
			(options.controlTotalBand?.band ?? []).map(({ currency, amount }) =>
				tolerance(parameters, currency.trim().toUpperCase(), amount.trim()),
			),
		),
		defaultAccounts: Object.fromEntries((options.defaultAccounts?.chart ?? []).map(({ name, code }) => [name.trim(), code.trim()])),
		eInvoiceCharts: eInvoiceCharts(parameters, options.eInvoiceCharts),
		eInvoiceTaxCodes: eInvoiceTaxCodes(parameters, options.eInvoiceTaxCodes),
		existing: { ...preset.existing, ...options.existing?.choices },
		moneyCorrections: options.moneyCorrections ?? preset.moneyCorrections,
		imageRequired: options.imageRequired ?? preset.imageRequired,
		imageMaxBytes: options.imageMaxMegabytes === undefined ? preset.imageMaxBytes : options.imageMaxMegabytes * MEGABYTE,
		matchPoLines: options.matchPoLines ?? preset.matchPoLines,
		matchPurchaseOrdersBy: options.matchPurchaseOrdersBy ?? preset.matchPurchaseOrdersBy,
		orderBands: orderBandsOf(parameters, options.orderBands),
		parallelInvoices: options.parallelInvoices ?? preset.parallelInvoices,
		supplierAliases: supplierAliases(parameters, options.supplierAliases),
		tagForm: options.tagForm ?? preset.tagForm,
	};
}

/** What an item's parameters ask to be returned. */
export function importOutput(context: IExecuteFunctions, itemIndex: number): ImportOutput {
	const parameters = new ItemParameters(context, itemIndex, importProperties);
	const { includeCaptured = false, includeFiles = false, existing, bankDetails } = parameters.collection<Options>('options');
	const validateOnly = parameters.flag('validateOnly');
	const numbersReused = existing?.choices?.numberReused === 'import';
	return { validateOnly, includeCaptured, includeFiles, numbersReused, bankDetails: bankSources(parameters, bankDetails) };
}

/** The monitor shows the run of the node as a whole: the option of the first item counts. */
export function importMonitor(context: IExecuteFunctions): MonitorOption | undefined {
	return new ItemParameters(context, 0, importProperties).collection<Options>('options').monitor;
}

/** An unreadable tolerance would count as zero and refuse invoices without saying why. */
function tolerance(parameters: ItemParameters, currency: string, amount: string): [currency: string, amount: string] {
	if (parseDecimal(amount)) return [currency, amount];
	throw parameters.failure(
		`"Control Total Tolerance" of ${currency} is not a decimal: ${amount}`,
		'Write it with a point and without currency sign, e.g. 0.05.',
	);
}
