import type { ImportAttachment, ImportInput } from '../../../../lib/coupa/import';
import { readInvoicePackage, type PackageItem } from '../../../../lib/package';
import type { DeliveredPackage } from '../../../../tools/sandbox/scan-one';

/** The items of a package as the Coupa node hands them to the import. */
export async function inputsOf(delivered: DeliveredPackage): Promise<ImportInput[]> {
	const delivery = {
		package: delivered.fileName,
		claim: `claimed-${delivered.fileName}`,
		receivedAt: '2026-05-05T08:00:00Z',
		encoding: 'auto' as const,
		boundTo: null,
		claimedUntil: null,
	};
	const content = await readInvoicePackage(delivered.content, delivered.fileName, { delivery });
	return content.items.map(inputOf);
}

function inputOf({ json, files }: PackageItem): ImportInput {
	const file = (name: string | null) => {
		const found = files.find(({ binary }) => binary === name);
		return found === undefined
			? null
			: { fileName: found.fileName, mimeType: found.mimeType, size: found.size ?? 0, read: async () => await found.read() };
	};
	const { imageScan } = json;
	return {
		invoice: json.invoice,
		delivery: json.delivery,
		problems: json.problems,
		submit: json.submit,
		imageScan: imageScan === null || 'url' in imageScan ? imageScan : file(imageScan.binary),
		...(imageScan !== null && 'fileName' in imageScan && imageScan.binary === null ? { missingImage: imageScan.fileName } : {}),
		attachments: json.attachments.flatMap((attachment): ImportAttachment[] => {
			if (attachment.kind !== 'file') return [attachment];
			const found = file(attachment.binary);
			return found === null ? [] : [{ kind: 'file', ...found }];
		}),
	};
}
