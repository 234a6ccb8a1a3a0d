import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	type CoupaClient,
	DEFAULT_MONITOR_SETTINGS,
	IntegrationMonitor,
	type MonitoredDocument,
	type MonitorReport,
	type MonitorSettings,
} from '../../../lib/coupa';
import { reasonOf } from '../../common/errors';

/** Scopes that the option needs, for the `optionalScopes` of an operation. */
export const MONITOR_SCOPES = {
	'core.integration.read': 'only with the option Monitor in Coupa',
	'core.integration.write': 'only with the option Monitor in Coupa',
};

/** Value of the option as `ItemParameters.collection` gives it. */
export interface MonitorOption {
	settings?: Partial<MonitorSettings>;
}

/** The option of a batch operation that shows its runs in Coupa's own integration monitor. */
export const monitorOption: INodeProperties = {
	displayName: 'Monitor in Coupa',
	name: 'monitor',
	type: 'fixedCollection',
	placeholder: 'Set Up Monitor',
	default: {},
	description:
		"Whether to show each run in Coupa's integration monitor: an integration run with its counts, and an alert to the contacts of the integration for each document that failed, resolved when a later run succeeds",
	options: [
		{
			displayName: 'Monitor',
			name: 'settings',
			values: [
				{
					displayName: 'Close Run With Failures As',
					name: 'closeWithFailures',
					type: 'options',
					options: [
						{ name: 'Failed', value: 'fail' },
						{
							name: 'Finished',
							value: 'finish',
							description: 'Coupa decides: successful where the run has no errors. Known from release 39 only.',
						},
						{ name: 'Paused', value: 'pause' },
						{ name: 'Pending', value: 'pending' },
						{ name: 'Successful', value: 'success' },
					],
					default: 'fail',
					description: 'How a run ends in which documents failed, or are left for a later run. Any other ends as successful.',
				},
				{
					displayName: 'Contacts to Alert',
					name: 'contactAlertType',
					type: 'options',
					options: [
						{ name: 'Both', value: 'Both' },
						{ name: 'Functional', value: 'Functional' },
						{ name: 'Technical', value: 'Technical' },
					],
					default: 'Functional',
				},
				{
					displayName: 'Failed Documents',
					name: 'failedDocuments',
					type: 'options',
					options: [
						{ name: 'Alert the Contacts', value: 'alert', description: 'Make a record that alerts the contacts of the integration' },
						{ name: 'Make a Record', value: 'record', description: 'Make a record without an alert' },
						{ name: 'Count Only', value: 'nothing', description: 'Only the run itself shows that documents failed' },
					],
					default: 'alert',
					description:
						'What to do about each document that failed. A failure that was reported before, and that nobody has resolved, is not reported again.',
				},
				{
					displayName: 'Integration Code',
					name: 'integrationCode',
					type: 'string',
					default: '',
					placeholder: 'e.g. SCAN_ONE_INVOICES',
					description: 'Code of the integration that your Coupa admin has set up (Setup > Integrations)',
				},
				{
					displayName: 'Open Run',
					name: 'openRun',
					type: 'options',
					options: [
						{
							name: 'When There Is Something to Report',
							value: 'afterwards',
							description: 'After the work, where documents went through or newly failed; without such, no call is made',
						},
						{ name: 'Before the Work', value: 'beforehand', description: 'A run that is cut off stays visible in Coupa as running' },
					],
					default: 'afterwards',
				},
				{
					displayName: 'Records Are Made With',
					name: 'recordMethod',
					type: 'options',
					options: [
						{ name: 'POST', value: 'POST', description: 'As most pages of Coupa have it' },
						{ name: 'PUT', value: 'PUT', description: "As Coupa's page on invoices into an ERP has it" },
					],
					default: 'POST',
					description: "Coupa's documents contradict each other. Change it if the output warns that records could not be made.",
				},
			],
		},
	],
};

/** Characters that the contacts of the integration are shown of one document. */
export const LONGEST_MESSAGE = 1_500;

/** Warnings of one run that are shown. */
const MOST_WARNINGS = 5;

/**
 * Coupa's integration monitor for a batch operation: `begin` before the work, `end` after it. Without the option it does nothing, and nothing
 * it does ever throws: what went wrong is a warning below the output.
 */
export class BatchMonitor {
	private readonly monitor: IntegrationMonitor;

	/** @param option reads the option; what it throws is a warning, too */
	constructor(
		private readonly context: IExecuteFunctions,
		client: CoupaClient,
		option: () => MonitorOption | undefined,
	) {
		this.monitor = new IntegrationMonitor(client, this.settings(option));
	}

	/** @param total documents that are to be worked on; none: nothing is sent */
	async begin(total: number): Promise<void> {
		if (total > 0) await this.monitor.begin(total);
	}

	/** To be called once, with every document of the run. @param total where there were more, of which no result is known */
	async end(documents: MonitoredDocument[], total = documents.length): Promise<MonitorReport> {
		const report = await this.monitor.end(documents, Math.max(total, documents.length));
		const { run, recorded, knownBefore, resolved, warnings } = report;
		if (run !== null || resolved > 0) {
			const counts = `${recorded.size} failed ${recorded.size === 1 ? 'document' : 'documents'} reported, ${knownBefore} reported before, ${resolved} resolved`;
			this.hint(`Coupa's monitor: ${run === null ? '' : `integration run ${run}, `}${counts}.`, 'info');
		}
		for (const warning of warnings.slice(0, MOST_WARNINGS)) this.warn(warning);
		if (warnings.length > MOST_WARNINGS) this.warn(`${warnings.length - MOST_WARNINGS} more steps failed.`);
		return report;
	}

	private settings(option: () => MonitorOption | undefined): MonitorSettings | null {
		try {
			const settings = option()?.settings;
			if (settings === undefined) return null;
			const integrationCode = settings.integrationCode?.trim() ?? '';
			if (integrationCode !== '') return { ...DEFAULT_MONITOR_SETTINGS, ...settings, integrationCode };
			this.warn('Nothing was sent, because "Integration Code" of the option "Monitor in Coupa" is empty.');
		} catch (error) {
			this.warn(`Nothing was sent, because the option "Monitor in Coupa" cannot be read: ${reasonOf(error)}`);
		}
		return null;
	}

	private warn(text: string): void {
		this.hint(`Coupa's monitor: ${text} The documents themselves are not affected.`, 'warning');
	}

	private hint(message: string, type: 'info' | 'warning'): void {
		this.context.addExecutionHints({ message, location: 'outputPane', type });
	}
}
