import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/** A folder of the lock-box; `{object}` stands for Invoices and the like. */
function folder(name: string, displayName: string, preset: string, description: string): INodeProperties {
	return { displayName, name, type: 'string', default: preset, description };
}

export class ScanOneSftpApi implements ICredentialType {
	name = 'scanOneSftpApi';

	displayName = 'Scan One SFTP API';

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-coupa-scan-one';

	icon: Icon = { light: 'file:../icons/scan-one.svg', dark: 'file:../icons/scan-one.dark.svg' };

	properties: INodeProperties[] = [
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. sftp.scan-one.example',
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 65535 },
			default: 22,
		},
		{
			displayName: 'User',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
		},
		{
			displayName: 'Sign In With',
			name: 'authenticateWith',
			type: 'options',
			options: [
				{ name: 'Password', value: 'password' },
				{ name: 'Private Key', value: 'privateKey' },
			],
			default: 'password',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authenticateWith: ['password'] } },
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			displayOptions: { show: { authenticateWith: ['privateKey'] } },
			description: 'The whole text of the key file, from BEGIN to END (OpenSSH or PEM)',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authenticateWith: ['privateKey'] } },
			description: 'Only when the private key is protected by one',
		},
		{
			displayName: 'Host Key Fingerprint',
			name: 'hostFingerprint',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. SHA256:uNiVztksCsDhcc0u9e8BrFOGoJQPrBdR...',
			description:
				'Proves that the server is the right one. Ask the operator of the server for it, or leave it empty and test once: the test shows the fingerprint it saw, for you to compare with theirs.',
		},
		{
			displayName: 'Base Folder',
			name: 'baseFolder',
			type: 'string',
			default: '',
			placeholder: 'e.g. /acme-test',
			description: 'Folder of the account that holds "Incoming". Empty for the folder the account starts in.',
		},
		{
			displayName: 'Coupa Instance',
			name: 'coupaInstance',
			type: 'string',
			default: '',
			placeholder: 'e.g. acme or acme.coupahost.com',
			description:
				'The Coupa instance this lock-box delivers to. When set, nothing is taken from a lock-box that is bound to another instance, so that a test n8n never eats production invoices. When empty, the first import binds the lock-box.',
		},
		folder('incomingFolder', 'Incoming Folder', 'Incoming/{object}', 'Where Scan One delivers. {object} stands for the kind of object, such as Invoices.'),
		folder('processingFolder', 'Processing Folder', 'Incoming/Processing/{object}', 'Packages that a run is working on'),
		folder('waitingFolder', 'Waiting Folder', 'Incoming/Waiting/{object}', 'Invoices that wait for the buyer'),
		folder('rejectedFolder', 'Rejected Folder', 'Incoming/Rejected/{object}', 'Where refused invoices go back to Scan One, with a report'),
		folder('archiveFolder', 'Archive Folder', 'Incoming/Archive/{object}', 'Where the original packages are kept'),
		{
			displayName: 'Connect Timeout (Seconds)',
			name: 'connectTimeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 20,
		},
		{
			displayName: 'Operation Timeout (Seconds)',
			name: 'operationTimeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 120,
			description: 'How long one step, such as reading a file, may take without an answer',
		},
		{
			displayName: 'Keepalive (Seconds)',
			name: 'keepalive',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 15,
			description: 'How often to show the server that the connection is still in use. 0 switches it off.',
		},
		{
			displayName: 'Algorithms for Old Servers',
			name: 'algorithms',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. { "serverHostKey": "ssh-rsa", "kex": "diffie-hellman-group14-sha1" }',
			description:
				'Only for servers that offer nothing newer. Offered in addition to the safe ones: lists for kex, serverHostKey, cipher and hmac, separated by commas.',
		},
	];
}
