import { type Problem, sha256Sliced, storedName } from '../core';
import { deliveredStem, extensionOf, packItems } from './pack';
import type { PackageContent } from './read-package';
import { rejectionReport } from './report';

/** What goes back to Scan One. */
export interface RejectedPackage {
	/** `<original>-rejected-<12 hex digits of the content>` with the extension of its kind. */
	fileName: string;
	/** The package itself: a ZIP, or a bare CSV where the original was one. */
	bytes: Buffer;
	reportName: string;
	report: Buffer;
}

/** What to send back: refused items by their `delivery.position`, and why. Without problems, those found on reading are reported. */
export interface RejectionRequest {
	content: PackageContent;
	/** Name under which Scan One knows the package, e.g. `batch-0421.zip`. */
	originalName: string;
	items: Array<{ position: number; problems?: Problem[] }>;
	/** Aborted, the work is given up. */
	signal?: AbortSignal;
}

/**
 * Packs refused items in the format they came in: their rows verbatim under their own headers, and their files. The same items
 * give the same bytes and name each time, so that settling can be repeated. A package that cannot be read goes back as it is.
 * Rejects with a RangeError for a position the package does not have.
 */
export async function buildRejectedPackage({ content, originalName, items, signal }: RejectionRequest): Promise<RejectedPackage> {
	const chosen = [...items]
		.sort((left, right) => left.position - right.position)
		.map(({ position, problems }) => {
			const item = content.items[position - 1];
			if (!item) throw new RangeError(`The package ${originalName} has no item ${position}: it has ${content.items.length}.`);
			return { item, problems: problems ?? item.json.problems };
		});
	const packed = content.readable
		? await packItems(
				content,
				chosen.map(({ item }) => item),
				signal,
			)
		: { bytes: content.bytes, extension: extensionOf(storedName(originalName)), hash: await sha256Sliced(content.bytes) };
	const stem = `${deliveredStem(originalName)}-rejected-${packed.hash.slice(0, 12)}`;
	return {
		fileName: `${stem}${packed.extension}`,
		bytes: packed.bytes,
		reportName: `${stem}.report.csv`,
		report: await rejectionReport(
			originalName,
			chosen.map(({ item, problems }) => ({ json: item.json, problems })),
			signal,
		),
	};
}
