import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sizeText } from '../../../lib/core';
import { html, type Html } from './html';
import { listed } from './lock-box-files';
import { table, timeOf, toned } from './parts';
import type { PageWorld, Reply } from './types';

/** What the sync puts there, by folder. */
const FOLDERS = ['Accounts', 'Suppliers', 'RemitToAddresses', 'PurchaseOrders', 'InvoiceUpdates', 'Invoices'];
const MOST_FILES = 8;
const MOST_ROWS = 50;
/** Larger files are not opened to look for a record in them. */
const LARGEST_READ = 5 * 1024 * 1024;

interface OutgoingFile {
	folder: string;
	name: string;
	path: string;
	size: number;
	time: number;
}

/** The files that were sent to Scan One, the newest first. */
export class OutgoingPages {
	constructor(private readonly world: () => PageWorld) {}

	/** The newest, or of those that hold a text, e.g. the number of a supplier; what was written since a moment (ms) stands out. */
	async list(holding?: string, since = Number.POSITIVE_INFINITY): Promise<Html> {
		const files = await this.files();
		const fitting: OutgoingFile[] = [];
		for (const file of files) {
			if (fitting.length === MOST_FILES) break;
			if (holding === undefined || (await holds(file, holding))) fitting.push(file);
		}
		if (fitting.length === 0) return html`<p>Nothing so far.</p>`;
		return html`<ul class="cards">
			${fitting.map(
				({ folder, name, size, time }) =>
					html`<li data-key="${folder}/${name}" data-say="Sent to Scan One: ${name}">
						<p><a class="breaks" id="o-${name}" href="/outgoing/${folder}/${encodeURIComponent(name)}">Outgoing/${folder}/${name}</a></p>
						<p class="hint">${time >= since && toned('good', 'Since the last change')} ${sizeText(size)} · ${timeOf(time)}</p>
					</li>`,
			)}
		</ul>`;
	}

	/** One file as a table; null for one that is not there. */
	async page(folder: string, name: string): Promise<Reply | null> {
		const file = (await this.files()).find((candidate) => candidate.folder === folder && candidate.name === name);
		const bytes = file && (await readFile(file.path).catch(() => undefined));
		if (bytes === undefined) return null;
		const [header = [], ...rows] = rowsOf(bytes);
		const rest = rows.length - MOST_ROWS;
		return {
			kind: 'page',
			title: name,
			body: html`<h1 class="breaks">${name}</h1>
				<p class="hint">In Outgoing/${folder}/ of the lock-box, as Scan One gets it.</p>
				${table(`Rows of ${name}`, header, rows.slice(0, MOST_ROWS))} ${rest > 0 && html`<p class="hint">And ${rest} more rows.</p>`}`,
		};
	}

	private async files(): Promise<OutgoingFile[]> {
		const { root } = this.world();
		const all = await Promise.all(
			FOLDERS.map(async (folder) => (await listed(join(root, 'Outgoing', folder))).map((file) => ({ ...file, folder }))),
		);
		return all
			.flat()
			.filter(({ name }) => !/\.(?:part|tmp)$/.test(name))
			.sort((left, right) => right.time - left.time || left.name.localeCompare(right.name));
	}
}

async function holds({ path, size }: OutgoingFile, text: string): Promise<boolean> {
	if (size > LARGEST_READ) return false;
	const bytes = await readFile(path).catch(() => Buffer.alloc(0));
	return bytes.includes(text);
}

function rowsOf(bytes: Buffer): string[][] {
	try {
		return parse(bytes, { bom: true, relax_column_count: true, to: MOST_ROWS * 20 });
	} catch {
		return [['This file is not a CSV']];
	}
}
