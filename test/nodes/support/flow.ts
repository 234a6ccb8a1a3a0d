import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { LockBoxFolders } from '../../../tools/demo/lock-box';
import type { CoupaRecord } from '../../../lib/core';
import { type ImportDetails, importDetails } from '../../../nodes/common/imported';
import { type CoupaSandbox, schemaProblems } from '../../../tools/sandbox/coupa';
import type { InvoiceFacts } from '../../../tools/sandbox/dataset';
import { deliver, packageOf, PLAIN_LAYOUT, type SftpServer } from '../../../tools/sandbox/scan-one';
import { CLIENT, coupaCredential, startCoupa } from '../../../tools/harness/engine/coupa';
import { Engine, type NodeRun, type RunOptions } from '../../../tools/harness/engine/engine';
import { lockBoxCredential, startLockBox } from '../../../tools/harness/engine/lock-box';
import { makeOlder } from '../../../tools/harness/older';

/** Times that keep a test short: packages settle at once. */
export const QUICK = { settlingTime: 0.05 };

export type Folder = 'Incoming' | 'Processing' | 'Waiting' | 'Rejected' | 'Archive';

/** A sandbox Coupa, a sandbox lock-box, and the nodes of the package between them, each as the template sets it up. */
export class Flow {
	private constructor(
		readonly coupa: CoupaSandbox,
		readonly lockBox: SftpServer,
		readonly engine: Engine,
	) {}

	/** `scopes`: what the OAuth client holds and the credential asks for; default the usual ones. */
	static async start(credentials: { scanOne?: ICredentialDataDecryptedObject; scopes?: string[] } = {}): Promise<Flow> {
		// First what can fail: nothing else is left open then.
		const engine = await Engine.load();
		const { scopes = CLIENT.scopes } = credentials;
		const coupa = await startCoupa({ settings: { requestsPerSecond: Infinity }, clients: [{ ...CLIENT, scopes }] });
		const lockBox = await startLockBox();
		Object.assign(engine.credentials.byType, {
			coupaOAuth2Api: coupaCredential(coupa, { scopes: scopes.join(' ') }),
			scanOneSftpApi: lockBoxCredential(lockBox, credentials.scanOne),
		});
		return new Flow(coupa, lockBox, engine);
	}

	async stop(): Promise<void> {
		await Promise.all([this.coupa.stop(), this.lockBox.stop()]);
	}

	/** Puts a package of these invoices into the lock-box. */
	async deliver(fileName: string, invoices: InvoiceFacts[]): Promise<Buffer> {
		const { content } = await packageOf(fileName, invoices, PLAIN_LAYOUT);
		await deliver(this.lockBox.root, { fileName, content });
		return content;
	}

	async poll(
		options: IDataObject = {},
		staticData: IDataObject = {},
		mode: 'trigger' | 'manual' = 'trigger',
	): Promise<INodeExecutionData[]> {
		return (await this.engine.poll({ options: { ...QUICK, ...options } }, staticData, mode)) ?? [];
	}

	/** The items of these invoices as Scan One → Read File gives them: from no lock-box, each with its files. */
	async captured(invoices: InvoiceFacts[], fileName = 'mail.zip'): Promise<INodeExecutionData[]> {
		return await this.capturedFrom((await packageOf(fileName, invoices, PLAIN_LAYOUT)).content, fileName);
	}

	async capturedFrom(content: Buffer, fileName: string, options: IDataObject = {}): Promise<INodeExecutionData[]> {
		const binary = { data: { data: content.toString('base64'), mimeType: 'application/octet-stream', fileName } };
		return itemsOf(
			await this.engine.execute('scanOne', { resource: 'invoice', operation: 'readFile', binaryPropertyName: 'data', options }, [
				{ json: {}, binary },
			]),
		);
	}

	/** Scan One → Get Many; without items to announce packages it takes all of them. */
	async getMany(options: IDataObject = {}, parameters: IDataObject = {}, items?: INodeExecutionData[], run?: RunOptions): Promise<NodeRun> {
		const name = items ? { package: '={{ $json.file }}' } : { package: '' };
		return await this.engine.execute(
			'scanOne',
			{ resource: 'invoice', operation: 'getAll', mode: 'claim', ...name, options: { ...QUICK, ...options }, ...parameters },
			items,
			run,
		);
	}

	/**
	 * The dates of the data set are fixed and its plain invoices alike, so the age of an invoice, and near duplicates, are judged only
	 * where a test asks for it.
	 */
	async import(items: INodeExecutionData[], options: IDataObject = {}, parameters: IDataObject = {}, run?: RunOptions): Promise<NodeRun> {
		return await this.engine.execute(
			'coupa',
			{
				resource: 'invoice',
				operation: 'import',
				submit: 'asFileSays',
				validateOnly: false,
				options: { ...options, checks: usualChecks(options) },
				...parameters,
			},
			items,
			run,
		);
	}

	async acknowledge(items: INodeExecutionData[], parameters: IDataObject = {}, run?: RunOptions): Promise<NodeRun> {
		return await this.engine.execute(
			'scanOne',
			{ resource: 'invoice', operation: 'acknowledge', needsBuyer: 'retry', ...parameters },
			items,
			run,
		);
	}

	get folders(): LockBoxFolders {
		return new LockBoxFolders(this.lockBox.root);
	}

	/** File names in a folder of the lock-box, without the hidden ones. */
	/** As if the lock-box's clock had moved on by so many minutes. */
	age(minutes: number): void {
		makeOlder(join(this.lockBox.root, 'Incoming'), minutes);
	}

	files(folder: Folder): string[] {
		const path = this.path(folder);
		return existsSync(path)
			? readdirSync(path)
					.filter((name) => !name.startsWith('.'))
					.sort()
			: [];
	}

	read(folder: Folder, name: string): Buffer {
		return readFileSync(join(this.path(folder), name));
	}

	path(folder: Folder): string {
		return join(this.lockBox.root, 'Incoming', ...(folder === 'Incoming' ? [] : [folder]), 'Invoices');
	}

	/** What Coupa's definition of an invoice says against the bodies that were sent to it; empty when it would take them all. */
	bodiesOutsideSchema(alsoAccepts: string[] = []): string[] {
		return this.coupa
			.requests()
			.filter(({ operation, json }) => (operation === 'post' || operation === 'put') && json !== undefined)
			.flatMap(({ method, json }) =>
				schemaProblems(json ?? null, 'InvoiceHeader', { mode: method === 'POST' ? 'create' : 'update', alsoAccepts }),
			);
	}
}

function usualChecks({ checks }: IDataObject): IDataObject {
	const given = (checks as { check?: IDataObject[] } | undefined)?.check ?? [];
	return { check: [{ name: 'invoiceAge', level: 'off' }, { name: 'nearDuplicate', level: 'off' }, ...given] };
}

/** What Coupa holds under an invoice number; null for none, an error for several. */
export function inCoupa({ coupa }: Flow, number: string): CoupaRecord | null {
	const found = coupa.rows('invoices').filter((row) => row['invoice-number'] === number);
	if (found.length > 1) throw new Error(`Coupa holds ${found.length} invoices ${number}`);
	return found[0] ?? null;
}

/** Items without an error; a node that failed fails the test with its own words. */
export function itemsOf({ items, error }: NodeRun): INodeExecutionData[] {
	if (error) throw new Error(`${error.message}\n${error.description ?? ''}`);
	return items;
}

/** Hints that the node gave, below its output. */
export function hintsOf({ run }: NodeRun): string[] {
	const tasks = Object.entries(run.data.resultData.runData).flatMap(([name, data]) => (name === 'Feed' ? [] : data));
	return tasks.flatMap(({ hints }) => (hints ?? []).map(({ message }) => message));
}

/** Outcomes by invoice number; items without a number count as `?`. */
export function outcomes(items: INodeExecutionData[]): Record<string, unknown> {
	return Object.fromEntries(items.map(({ json }) => [String(json.number ?? '?'), json.outcome]));
}

/** What an item of Import holds beside what tables show. */
export function detailsOf(item: INodeExecutionData | undefined): ImportDetails {
	const details = item && importDetails(item.json);
	if (!details) throw new Error('The item holds no details of an import');
	return details;
}

/** The problems of an item of Import or of a reader, as `severity code`. */
export function problems({ json }: INodeExecutionData): string[] {
	const found = importDetails(json)?.problems ?? (json.problems as Array<{ severity: string; code: string }>);
	return found.map(({ severity, code }) => `${severity} ${code}`);
}
