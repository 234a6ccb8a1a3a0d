import { extname } from 'node:path';

import type { IBinaryData, IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';

import { setOwn } from '../../../../lib/core';
import { PageNotDrawn, type PackageItem } from '../../../../lib/package';

type File = PackageItem['files'][number];

/**
 * Hands the files of one package to n8n, each content once: however many items name a file, n8n keeps it once, and what it keeps of a
 * package is never more than what the package unpacks to. Items of one execution may share a binary: n8n removes them with the execution.
 */
export class PackageBinaries {
	private readonly kept = new Map<string, Promise<IBinaryData>>();

	constructor(private readonly context: IExecuteFunctions) {}

	/** Binary properties of one item. A page that cannot be drawn is a problem of the item, which has no page image then. */
	async of({ json, files }: PackageItem): Promise<IBinaryKeyData> {
		const binary: IBinaryKeyData = {};
		for (const file of files) {
			const kept = await this.keep(file).catch((error: unknown) => {
				if (!(error instanceof PageNotDrawn)) throw error;
				json.imageScan = null;
				json.problems.push(error.problem);
				return null;
			});
			if (kept === null) continue;
			const fileExtension = extname(file.fileName).slice(1) || kept.fileExtension;
			setOwn(binary, file.binary, { ...kept, fileName: file.fileName, ...(fileExtension !== undefined && { fileExtension }) });
		}
		return binary;
	}

	private async keep(file: File): Promise<IBinaryData> {
		const kept = this.kept.get(file.sha256) ?? this.prepare(file);
		this.kept.set(file.sha256, kept);
		return await kept;
	}

	private async prepare(file: File): Promise<IBinaryData> {
		return await this.context.helpers.prepareBinaryData(await file.read(), file.fileName, file.mimeType);
	}
}
