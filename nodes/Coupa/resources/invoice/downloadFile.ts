import { entryNamed } from '../../../../lib/coupa';
import { outputBinaryField } from '../../../common/description';
import { ItemParameters } from '../../../common/parameters';
import { locatedId } from '../../fields/locator';
import type { CoupaOperation } from '../../operations/operation';

const INVOICE = entryNamed('invoice');

/** One file that Coupa keeps beside an invoice, at an address of its own. */
interface InvoiceFile {
	/** Value of the operation. */
	value: string;
	/** `Image Scan`. */
	name: string;
	description: string;
	/** Last step of the path. */
	step: string;
	/** Binary field it is put in by default. */
	field: string;
}

/** Fetches a file of an invoice as a binary property. Release 39 describes the answers as invoices; clients read bytes (operations.md §2). */
function downloadOperation({ value, name, description, step, field }: InvoiceFile): CoupaOperation {
	const properties = [outputBinaryField(field)];
	return {
		face: { value, name: `Download ${name}`, action: `Download ${name.charAt(0).toLowerCase()}${name.slice(1)} of invoice`, description },
		picksRecord: true,
		scopes: ['core.invoice.read'],
		description: properties,
		async execute(context, session, itemIndex) {
			const property = new ItemParameters(context, itemIndex, properties).outputField('binaryPropertyName');
			const id = await locatedId(context, session, INVOICE, itemIndex);
			const { content, mimeType, fileName } = await session.client.bytes(`${INVOICE.path}/${id}/${step}`);
			const binary = await context.helpers.prepareBinaryData(content, fileName ?? `invoice-${id}`, mimeType);
			return [
				{ json: { id: Number(id), fileName: binary.fileName ?? null, mimeType, size: content.length }, binary: { [property]: binary } },
			];
		},
	};
}

export const downloadOperations = [
	downloadOperation({
		...{ value: 'downloadImageScan', name: 'Image Scan', description: 'Read the page image of an invoice' },
		...{ step: 'retrieve_image_scan', field: 'imageScan' },
	}),
	downloadOperation({
		...{ value: 'downloadLegalInvoice', name: 'Legal Invoice PDF', description: 'Read the PDF that is the legal invoice' },
		...{ step: 'retrieve_legal_invoice_pdf', field: 'legalInvoice' },
	}),
	downloadOperation({
		...{
			value: 'downloadClearanceDocument',
			name: 'Clearance Document',
			description: 'Read the document of the tax authority that cleared an invoice',
		},
		...{ step: 'retrieve_clearance_document', field: 'clearanceDocument' },
	}),
];
