import { sizeText } from '../../../core';
import { EInvoiceError } from '../../e-invoice-error';

/** What makes a PDF unreadable, in the words of whoever sent it. */
export function damaged(what: string): EInvoiceError {
	return new EInvoiceError('pdfDamaged', `The PDF is damaged: ${what}. Have it made and sent again.`);
}

export function encrypted(what: string): EInvoiceError {
	return new EInvoiceError('pdfEncrypted', `The PDF is encrypted: ${what}. Send it without protection.`);
}

export function tooLarge(most: number): EInvoiceError {
	return new EInvoiceError(
		'pdfTooLarge',
		`The PDF unpacks to more than ${sizeText(most)}, which no invoice does. Send it with fewer or smaller embedded files.`,
	);
}
