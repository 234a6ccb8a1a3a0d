import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { sftpAccountFields, sftpConnectionFields } from './sftpFields';

export class CoupaSftpApi implements ICredentialType {
	name = 'coupaSftpApi';

	displayName = 'Coupa SFTP API';

	icon: Icon = { light: 'file:../icons/coupa.svg', dark: 'file:../icons/coupa.dark.svg' };

	properties: INodeProperties[] = [
		...sftpAccountFields('e.g. sftp.coupa.example', {
			placeholder: 'e.g. /acme-test',
			description: 'Folder of the account that holds "Incoming" and "Outgoing". Leave empty for the folder the account starts in.',
		}),
		...sftpConnectionFields,
	];
}
