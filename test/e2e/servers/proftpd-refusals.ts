import { INCOMING } from '../../lock-box/lock-box';

const denied = (command: string) => (root: string) =>
	`<Directory ${root}/${INCOMING}>\n<Limit ${command}>\nDenyAll\n</Limit>\n</Directory>`;

/** What ProFTPD was told to refuse, what then has to be read by the user, and the lines of the preflight that block. */
export const REFUSALS: Array<[name: string, directives: (root: string) => string, text: RegExp, blocks: string[]]> = [
	[
		'names with a tilde',
		() => 'PathDenyFilter "~"',
		/\.lease" over SFTP: the server refuses this file name.*the character "~"/,
		['names.own'],
	],
	[
		'taking files out of Incoming',
		denied('RNFR'),
		/let this account rename and delete files in "\/Incoming\/Invoices"/,
		['move.claim', 'rights.incoming'],
	],
	[
		'reading Incoming',
		denied('RETR'),
		/Could not read "\/Incoming\/Invoices\/a\.zip" over SFTP: this account has no access to it/,
		['rights.incoming'],
	],
];
