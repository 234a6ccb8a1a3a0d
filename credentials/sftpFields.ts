import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_SFTP_PORT, DEFAULT_SFTP_TIMES } from '../lib/sftp';
import { helpLink } from './help';

const SECOND = 1000;

const withPrivateKey = { show: { authenticateWith: ['privateKey'] } };

/** Who signs in where, and how: what every SFTP credential asks for first. */
export function sftpAccountFields(host: string, baseFolder: { placeholder: string; description: string }): INodeProperties[] {
	return [
		{
			displayName: `${helpLink('connect-scan-one')} says what each field means, which folders there are, and how to check the fingerprint.`,
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: host,
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 65535 },
			default: DEFAULT_SFTP_PORT,
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
			displayOptions: withPrivateKey,
			description: 'The whole text of the key file, from BEGIN to END (OpenSSH or PEM)',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: withPrivateKey,
			description: 'Only needed when the private key is protected by a passphrase',
		},
		{
			displayName: 'Host Key Fingerprint',
			name: 'hostFingerprint',
			type: 'string',
			default: '',
			// Not required: n8n does not test a credential while a required field is empty, and the test is what shows the fingerprint.
			placeholder: 'e.g. SHA256:uNiVztksCsDhcc0u9e8BrFOGoJQPrBdR...',
			description:
				'Proves that the server is the right one. Ask the operator of the server for it, or leave it empty and test once: the test shows the fingerprint it saw, for you to compare with theirs.',
		},
		{
			displayName: 'Base Folder',
			name: 'baseFolder',
			type: 'string',
			default: '',
			...baseFolder,
		},
	];
}

/** Timeouts and what old servers need: what every SFTP credential asks for last. */
export const sftpConnectionFields: INodeProperties[] = [
	{
		displayName: 'Connect Timeout (Seconds)',
		name: 'connectTimeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULT_SFTP_TIMES.connectTimeoutMs / SECOND,
	},
	{
		displayName: 'Operation Timeout (Seconds)',
		name: 'operationTimeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULT_SFTP_TIMES.operationTimeoutMs / SECOND,
		description: 'How long one step, such as reading a file, may take without an answer',
	},
	{
		displayName: 'Keepalive (Seconds)',
		name: 'keepalive',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: DEFAULT_SFTP_TIMES.keepaliveMs / SECOND,
		description: 'How often to show the server that the connection is still in use. 0 switches it off.',
	},
	{
		displayName: 'Algorithms for Old Servers',
		name: 'algorithms',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "serverHostKey": "ssh-rsa", "kex": "diffie-hellman-group14-sha1" }',
		description:
			'Only for servers that support nothing newer. Offered in addition to the secure ones: lists for kex, serverHostKey, cipher and hmac, separated by commas.',
	},
];
