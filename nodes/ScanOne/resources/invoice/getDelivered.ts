import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { MB, reasonText, shownName } from '../../../../lib/core';
import type { LockBox, Stock } from '../../../../lib/lock-box';
import { LARGEST_PACKAGE } from '../../../../lib/package';
import { amountsOf, type DeliveredRow, type LockBoxAccount } from '../../../../lib/reconciliation';
import { throwIfLost } from '../../../../lib/sftp';
import { optionsProperty, shownFor } from '../../../common/description';
import type { BatchOperation, OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { boundTo, type LockBoxSession } from '../../lockBox';
import { type Period, periodOf, periodProperties } from './delivered/period';
import { Rejections, type RowReading, rowsOf } from './delivered/rows';
import { type ChosenFile, chosenFiles, oldestArchived } from './delivered/stock';
import { listed } from './lookHints';
import { readingOptions, type ReadingOptions } from './reading';

const LARGEST_PACKAGE_MEGABYTES = LARGEST_PACKAGE / MB;

interface Options extends Pick<ReadingOptions, 'dateFormat' | 'encoding'> {
	largestPackage?: number;
	timeZone?: string;
}

const properties: INodeProperties[] = [
	...periodProperties,
	optionsProperty([
		...readingOptions.filter(({ name }) => name === 'dateFormat' || name === 'encoding'),
		{
			displayName: 'Largest Package (MB)',
			name: 'largestPackage',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: LARGEST_PACKAGE_MEGABYTES,
			description: 'Larger packages are not read but reported',
		},
		{
			displayName: 'Time Zone',
			name: 'timeZone',
			type: 'string',
			default: '',
			placeholder: 'e.g. Europe/Berlin',
			description: 'In which days begin and end, and in which the report shows times. Leave empty for the time zone of the workflow.',
		},
	]),
];

/**
 * Accounts for what Scan One delivered: reads the packages of a period wherever they are by now, one after another, and gives an item with what was
 * looked at, then one for each invoice. Claims and changes nothing.
 */
export const getDelivered: BatchOperation<LockBoxSession> = {
	description: shownFor('invoice', 'getDelivered', properties),
	async executeAll(context, session) {
		const parameters = new ItemParameters(context, 0, properties);
		const options = parameters.collection<Options>('options');
		const period = periodOf(parameters, options.timeZone?.trim() || context.getTimezone(), Date.now());
		const lockBox = session.lockBox('Invoices');
		const tell = (message: string) => context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
		const bound = await boundTo(session, lockBox, { bind: false, tell });
		const stock = await lockBox.stock();
		const signal = context.getExecutionCancelSignal();
		const reading = { encoding: options.encoding ?? 'auto', dateFormat: options.dateFormat ?? 'ISO', ...(signal && { signal }) };
		const maxBytes = (options.largestPackage ?? LARGEST_PACKAGE_MEGABYTES) * MB;
		const chosen = chosenFiles(stock, period);
		const read = await readAll(lockBox, chosen, reading, maxBytes);
		const account = accountOf(session, lockBox, { period, bound, stock, chosen, read });
		if (account.unread.length > 0)
			tell(`Not read: ${listed(account.unread.map(({ file }) => file))}. What they hold is in no figure; the first item says why.`);
		return outputs(context, account, read.rows);
	},
};

interface Read {
	rows: DeliveredRow[];
	unread: LockBoxAccount['unread'];
	/** Files that were read. */
	files: Set<ChosenFile>;
}

/** One package after another, so that no more than one is in memory. Reports first: they say why packages were sent back. */
async function readAll(lockBox: LockBox, chosen: ChosenFile[], reading: RowReading, maxBytes: number): Promise<Read> {
	const read: Read = { rows: [], unread: [], files: new Set() };
	const rejections = new Rejections();
	for (const one of chosen.toSorted((left, right) => Number(right.file.isReport) - Number(left.file.isReport))) {
		const { file } = one;
		reading.signal?.throwIfAborted();
		try {
			if (file.size > maxBytes) throw new RangeError(`It is ${Math.ceil(file.size / MB)} MB; the limit is ${maxBytes / MB} MB.`);
			const bytes = await lockBox.readStocked(file, { maxBytes });
			if (bytes === null) throw new Error('It was gone when it was to be read.');
			if (file.isReport) rejections.add(file, bytes);
			// One by one: as arguments of a single call, as many as a file can have would overflow the stack.
			else for (const row of await rowsOf(one, bytes, reading, rejections)) read.rows.push(row);
			read.files.add(one);
		} catch (error) {
			throwIfLost(error);
			reading.signal?.throwIfAborted();
			read.unread.push({ file: shownName(file.name), place: file.place, reason: reasonText(error) });
		}
	}
	for (const row of rejections.withoutPackage()) read.rows.push(row);
	return read;
}

interface Seen {
	period: Period;
	bound: string | null;
	stock: Stock;
	chosen: ChosenFile[];
	read: Read;
}

function accountOf({ port }: LockBoxSession, { folders }: LockBox, { period, bound, stock, chosen, read }: Seen): LockBoxAccount {
	const received = read.rows.filter(({ inPeriod }) => inPeriod);
	const oldest = oldestArchived(stock);
	const at = (place: DeliveredRow['place'], files: Array<{ place: string }>) => files.filter((file) => file.place === place).length;
	return {
		kind: 'lockBox',
		from: new Date(period.from).toISOString(),
		to: new Date(period.to).toISOString(),
		timeZone: period.timeZone,
		boundTo: bound,
		server: port.server,
		folders: (['incoming', 'processing', 'waiting', 'rejected', 'archive'] as const).map((place) => ({
			place,
			path: port.fullPath(folders[place]),
			files: at(place, stock.files),
			read: at(
				place,
				[...read.files].map(({ file }) => file),
			),
		})),
		received: { packages: chosen.filter(({ inPeriod }) => inPeriod).length, items: received.length, amounts: amountsOf(received) },
		oldestArchived: oldest === null ? null : new Date(oldest).toISOString(),
		archiveReachesBack: oldest !== null && oldest < period.from,
		unread: [...stock.unread.map(({ place, name, reason }) => ({ file: shownName(name), place, reason })), ...read.unread],
	};
}

function outputs(context: IExecuteFunctions, account: LockBoxAccount, rows: DeliveredRow[]): OutputItem[] {
	const from = [...context.getInputData().keys()];
	const item = (json: object): OutputItem => ({ json: json as IDataObject, from });
	const problems = account.unread.map(({ file, place, reason }) => item({ kind: 'unread', package: file, place, reason }));
	return [item(account), ...rows.map(item), ...problems];
}
