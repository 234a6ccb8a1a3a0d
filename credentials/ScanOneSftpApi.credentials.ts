import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { FOLDER_PATTERNS, OUTGOING_PATTERN } from '../lib/lock-box';
import { sftpAccountFields, sftpConnectionFields } from './sftpFields';

/** A folder of the lock-box; `{object}` stands for Invoices and the like. */
function folder(name: string, displayName: string, preset: string, description: string): INodeProperties {
	return { displayName, name, type: 'string', default: preset, description };
}

export class ScanOneSftpApi implements ICredentialType {
	name = 'scanOneSftpApi';

	displayName = 'Scan One SFTP API';

	icon: Icon = { light: 'file:../icons/scan-one.svg', dark: 'file:../icons/scan-one.dark.svg' };

	properties: INodeProperties[] = [
		...sftpAccountFields('e.g. sftp.scan-one.example', {
			placeholder: 'e.g. /acme-test',
			description: 'Folder of the account that holds "Incoming". Leave empty for the folder the account starts in.',
		}),
		{
			displayName: 'Coupa Instance',
			name: 'coupaInstance',
			type: 'string',
			default: '',
			placeholder: 'e.g. acme or acme.coupahost.com',
			description:
				'The Coupa instance this lock-box delivers to. When set, nothing is taken from a lock-box that is bound to another instance, so that a test n8n never takes production invoices. When empty, the first import binds the lock-box.',
		},
		folder(
			'incomingFolder',
			'Incoming Folder',
			FOLDER_PATTERNS.incoming,
			'Where Scan One delivers. {object} is replaced by the kind of object, such as Invoices.',
		),
		folder('processingFolder', 'Processing Folder', FOLDER_PATTERNS.processing, 'Packages that a run is working on'),
		folder('waitingFolder', 'Waiting Folder', FOLDER_PATTERNS.waiting, 'Invoices that wait for the buyer'),
		folder('rejectedFolder', 'Rejected Folder', FOLDER_PATTERNS.rejected, 'Where refused invoices go back to Scan One, with a report'),
		folder('archiveFolder', 'Archive Folder', FOLDER_PATTERNS.archive, 'Where the original packages are kept'),
		folder(
			'outgoingFolder',
			'Outgoing Folder',
			OUTGOING_PATTERN,
			'Where reference data for capture and the status of invoices go: Accounts, Suppliers, RemitToAddresses, PurchaseOrders, InvoiceUpdates',
		),
		...sftpConnectionFields,
	];
}
