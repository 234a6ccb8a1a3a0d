import { openInvoicesFile } from './open-invoices';
import { deliveredStem, packItems } from './pack';
import type { PackageContent } from './read-package';
import { buildRejectedPackage } from './rejected-package';

/** What waits: items by their `delivery.position`. */
export interface WaitingRequest {
	content: PackageContent;
	/** Name under which Scan One knows the package. */
	originalName: string;
	positions: number[];
	/** Aborted, the work is given up. */
	signal?: AbortSignal;
}

/**
 * Packs items that are to be tried again, in the format they came in, as `<original>-waiting-<12 hex digits of the content>`. Of a file with
 * several e-invoices of which only some wait, the package has the whole file and a list of those: it is a ZIP then, also where the file was a
 * package by itself (`<original>-waiting-….xml.zip`). The same items give the same bytes and name each time.
 */
export async function buildWaitingPackage({
	content,
	originalName,
	positions,
	signal,
}: WaitingRequest): Promise<{ fileName: string; bytes: Buffer }> {
	const items = content.items.filter((_, index) => positions.includes(index + 1));
	const list = openInvoicesFile(content, items);
	if (list === null) {
		const { fileName, bytes } = await buildRejectedPackage({
			content,
			originalName,
			items: positions.map((position) => ({ position })),
			signal,
		});
		return { fileName: fileName.replace(/-rejected-(?=[0-9a-f]{12}\.)/, '-waiting-'), bytes };
	}
	const { bytes, extension, hash } = await packItems(content, items, signal, list);
	return { fileName: `${deliveredStem(originalName)}-waiting-${hash.slice(0, 12)}${extension}`, bytes };
}
