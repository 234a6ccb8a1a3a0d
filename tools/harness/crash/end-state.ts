import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { originalName } from '../../../lib/lock-box';
import { type Json, recordsAt, textAt, valueAt } from '../../../lib/core';
import type { CoupaSandbox } from '../../sandbox/coupa';
import type { SftpServer } from '../../sandbox/scan-one';

export function sha256(bytes: Buffer | string): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Everything that the import of a delivery leaves behind, read from the sandboxes' own records: all that must not depend
 * on when a run died. Ids, times and the order of things may.
 */
export function endState(coupa: CoupaSandbox, lockBox: SftpServer): Record<string, Json> {
	return { invoices: invoicesIn(coupa), ...filesIn(lockBox.root) };
}

/** Every invoice Coupa holds, whatever its status, by number: one that is there twice stands here twice. */
function invoicesIn(coupa: CoupaSandbox): Json[] {
	return coupa
		.rows('invoices')
		.map((invoice) => {
			const id = Number(valueAt(invoice, 'id'));
			const image = coupa.imageScan(id);
			return {
				number: textAt(invoice, 'invoice-number') ?? null,
				supplier: textAt(invoice, 'supplier', 'number') ?? null,
				status: textAt(invoice, 'status') ?? null,
				note: textAt(invoice, 'internal-note') ?? null,
				lines: recordsAt(invoice, 'invoice-lines').map((line) => [
					textAt(line, 'line-num') ?? null,
					textAt(line, 'description') ?? null,
					textAt(line, 'quantity') ?? null,
					textAt(line, 'price') ?? null,
					textAt(line, 'account', 'code') ?? null,
				]),
				image: image && { fileName: image.fileName, sha256: sha256(image.bytes) },
				attachments: coupa
					.attachments(id)
					.map(({ kind, file, text, url }) => `${kind} ${file ? `${file.fileName} ${sha256(file.bytes)}` : (text ?? url ?? '')}`)
					.sort(),
			};
		})
		.sort((left, right) => String(left.number).localeCompare(String(right.number)));
}

/** The folders of the lock-box. Hidden files count only where Scan One or people look, i.e. not beside the claims. */
function filesIn(root: string): Record<string, Json> {
	const files = (folder: string, named: (name: string) => string): string[] => {
		const path = join(root, 'Incoming', folder, 'Invoices');
		if (!existsSync(path)) return [];
		return readdirSync(path)
			.map((name) => `${named(name)} ${sha256(readFileSync(join(path, name)))}`)
			.sort();
	};
	const asTheyAre = (name: string): string => name;
	return {
		incoming: files('', asTheyAre),
		processing: files('Processing', asTheyAre).filter((name) => !name.startsWith('.')),
		archive: files('Archive', originalName),
		rejected: files('Rejected', asTheyAre),
		waiting: files('Waiting', asTheyAre),
	};
}
