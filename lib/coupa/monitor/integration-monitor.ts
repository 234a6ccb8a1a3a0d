import pLimit from 'p-limit';
import { ownValue, reasonText, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { idIn } from '../record-id';
import type { Entry } from '../resources/entry';
import { integrationRun } from '../resources/integration-run';
import { writeOnce, type WritePacing } from '../write-once';
import { identityOf, type MonitoredDocument } from './document';
import { failureRequest, openRecords, saysTheSame, type OpenRecord } from './records';
import type { MonitorSettings } from './settings';

/** What was sent to the monitor in Coupa about a run. */
export interface MonitorReport {
	/** Coupa's ID of the integration run; null where none was opened. */
	run: number | null;
	/** Failed documents that a record was made for, by identity (`identityOf`). */
	recorded: Set<string>;
	/** Failed documents that were reported before, and that nobody has resolved. */
	knownBefore: number;
	/** Records of earlier failures that are over. */
	resolved: number;
	/** What could not be done, each with its reason; nothing of it touches the documents themselves. */
	warnings: string[];
}

/** Failed documents of one run that records are made for; more are counted in a warning. */
const MOST_RECORDS = 200;
const AT_ONCE = 4;

/** Short: the work itself is done, and a claim on its deliveries must not run out meanwhile. */
const PACING: Partial<WritePacing> = { attempts: 3, lostAnswerWaitsMs: [2_000, 5_000], totalMs: 60_000 };

/**
 * Shows one run of a batch operation in Coupa's own monitor (rules.md §16): an integration run with the number of its documents, a record
 * for each that failed, alerting the contacts of the integration, and the records of earlier failures resolved that are over. A document whose
 * failure was reported before is not reported again. Nothing of it throws: what could not be done is a warning of the report.
 */
export class IntegrationMonitor {
	/** The number of documents that the run was opened with. */
	private announced = 0;
	private readonly report: MonitorReport = { run: null, recorded: new Set(), knownBefore: 0, resolved: 0, warnings: [] };

	/** @param settings null: nothing is sent */
	constructor(
		private readonly client: CoupaClient,
		private readonly settings: MonitorSettings | null,
	) {}

	/** Before the work: opens the run where the settings say so. @param total documents that are to be worked on, as far as that is known */
	async begin(total: number): Promise<void> {
		if (this.settings?.openRun === 'beforehand') await this.openRun(this.settings, total);
	}

	/**
	 * After the work: reports what became of the documents, and ends the run. To be called once. A run that was cut off may have left the record
	 * of a failure that is over: so documents that went through before are looked up, too.
	 *
	 * @param total documents there were, those that no result is known of among them
	 */
	async end(documents: MonitoredDocument[], total = documents.length): Promise<MonitorReport> {
		if (this.settings === null) return this.report;
		const settings = this.settings;
		const isDecided = documents.some(({ state }) => state !== 'open');
		if (this.report.run === null && (settings.openRun === 'beforehand' || !isDecided)) return this.report;
		const known = isDecided ? await this.known(settings, documents) : new Map<string, OpenRecord[]>();
		const { failures, over } = known === null ? { failures: [], over: [] } : this.changesTo(documents, known);
		const isUnsaid = known === null && documents.some(({ state }) => state === 'failed');
		const isNews = documents.some(({ state }) => state === 'done') || failures.length > 0 || over.length > 0 || isUnsaid;
		if (this.report.run === null && !isNews) return this.report;
		if (this.report.run === null) await this.openRun(settings, total);
		const { run } = this.report;
		if (run !== null && settings.failedDocuments !== 'nothing') await this.record(settings, run, failures);
		await this.resolve(over);
		if (run !== null) await this.close(settings, run, documents, total);
		return this.report;
	}

	private async openRun({ integrationCode }: MonitorSettings, total: number): Promise<void> {
		await this.attempt('The integration run could not be opened', async () => {
			const made = await this.once(
				async () => await this.client.write('POST', integrationRun.path, { integration: { code: integrationCode } }),
			);
			const id = idIn(made.id);
			if (id === null) throw new Error("Coupa's answer has no ID of it.");
			this.report.run = id;
		});
		const { run } = this.report;
		if (run === null) return;
		this.announced = total;
		await this.attempt(`Integration run ${run} could not be set to running`, async () => {
			await this.act(run, 'run', { 'total-records': total });
		});
	}

	/** Null where it cannot be found out: then nobody is alerted, because everybody might be alerted again and again. */
	private async known(
		{ integrationCode, failedDocuments }: MonitorSettings,
		documents: MonitoredDocument[],
	): Promise<Map<string, OpenRecord[]> | null> {
		if (failedDocuments === 'nothing') return new Map();
		const decided = documents.filter(({ state }) => state !== 'open');
		return await this.attempt(
			'Nobody was alerted of failed documents, because earlier alerts could not be read',
			async () => await openRecords(this.client, integrationCode, decided),
		);
	}

	/** What is new to Coupa, and which of its open records are over. */
	private changesTo(documents: MonitoredDocument[], known: Map<string, OpenRecord[]>) {
		const failures: MonitoredDocument[] = [];
		const over: OpenRecord[] = [];
		const seen = new Set<string>();
		for (const document of documents) {
			const identity = identityOf(document);
			const open = known.get(identity) ?? [];
			if (document.state === 'open' || seen.has(identity)) continue;
			seen.add(identity);
			if (document.state === 'failed') {
				const same = open.filter((record) => saysTheSame(record, document));
				if (same.length === 0) failures.push(document);
				else this.report.knownBefore += 1;
				over.push(...open.filter((record) => !same.includes(record)));
			} else over.push(...open);
		}
		return { failures, over };
	}

	private async record(settings: MonitorSettings, run: number, failures: MonitoredDocument[]): Promise<void> {
		const limit = pLimit(AT_ONCE);
		const report = async (document: MonitoredDocument) => {
			const { path, body } = failureRequest(document, settings, run);
			await this.attempt(`No record was made of a failed document (${document.message.slice(0, 120)})`, async () => {
				await this.once(async () => await this.client.write(settings.recordMethod, path, body));
				this.report.recorded.add(identityOf(document));
			});
		};
		await Promise.all(failures.slice(0, MOST_RECORDS).map(async (document) => await limit(report, document)));
		const left = failures.length - MOST_RECORDS;
		if (left > 0) this.report.warnings.push(`Only the first ${MOST_RECORDS} failed documents were reported: ${left} more failed.`);
	}

	private async resolve(records: OpenRecord[]): Promise<void> {
		const limit = pLimit(AT_ONCE);
		const resolve = async ({ entry, path }: OpenRecord) => {
			await this.attempt(`The ${entry.one} ${path.split('/').at(-1) ?? ''} of an earlier failure could not be resolved`, async () => {
				await this.perform(entry, path, 'resolve');
				this.report.resolved += 1;
			});
		};
		await Promise.all(records.map(async (record) => await limit(resolve, record)));
	}

	private async close({ closeWithFailures }: MonitorSettings, run: number, documents: MonitoredDocument[], total: number): Promise<void> {
		const processed = documents.filter(({ state }) => state === 'done' || state === 'unchanged').length;
		const counts = { 'records-processed': processed, ...(total !== this.announced && { 'total-records': total }) };
		await this.attempt(`The number of processed documents could not be set in integration run ${run}`, async () => {
			await this.once(async () => await this.client.write('PUT', `${integrationRun.path}/${run}`, counts));
		});
		await this.attempt(`Integration run ${run} could not be closed and is still shown as running`, async () => {
			await this.act(run, processed === total ? 'success' : closeWithFailures);
		});
	}

	private async act(run: number, action: string, body?: CoupaRecord): Promise<void> {
		await this.perform(integrationRun, `${integrationRun.path}/${run}`, action, body);
	}

	/** An action of an entry, carried out once: after a lost answer the record shows whether it was. */
	private async perform(entry: Entry, path: string, name: string, body?: CoupaRecord): Promise<void> {
		const action = ownValue(entry.actions, name);
		if (action === undefined) throw new RangeError(`${entry.one} has no action ${name}`);
		const { step, isDone } = action;
		await writeOnce<CoupaRecord, CoupaRecord>(
			this.client,
			{
				send: async () => await this.client.write('PUT', `${path}/${step}`, body),
				...(isDone && {
					proof: { read: async () => await this.client.get(path), isDone: (record: CoupaRecord) => isDone(record, {}) },
				}),
				hint: '',
			},
			PACING,
		);
	}

	/** A write that no record can prove: never sent again after a lost answer. */
	private async once(send: () => Promise<CoupaRecord>): Promise<CoupaRecord> {
		const end = await writeOnce<CoupaRecord>(this.client, { send, hint: '' }, PACING);
		return end.kind === 'answered' ? end.answer : {};
	}

	private async attempt<Result>(what: string, work: () => Promise<Result>): Promise<Result | null> {
		try {
			return await work();
		} catch (error) {
			const text = `${what}: ${reasonText(error).trim()}`;
			if (!this.report.warnings.includes(text)) this.report.warnings.push(text);
			return null;
		}
	}
}
