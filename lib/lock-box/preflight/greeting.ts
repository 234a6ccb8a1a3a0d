import type { PreflightLine } from '../../core';
import { type BareSftp, isFailure, SftpFailure, type SftpSettings } from '../../sftp';
import { limits, lineOf, ok, blocks, type Answer } from './question';

const CREDENTIAL = 'Credential "Scan One SFTP API"';
/** Names that stand for SHA-1, CBC, RC4 and group 1. */
const OUTDATED = /sha1$|^ssh-rsa$|^ssh-dss$|-cbc$|^arcfour|md5|group1-/;

const ASKED = {
	connection: 'Can the server be reached?',
	encryption: 'What do both sides agree on to encrypt the connection?',
	hostKey: 'Does the server show the host key that the credential expects?',
	signIn: 'Does the server let this account in?',
};

function line(id: keyof typeof ASKED, answer: Answer): PreflightLine {
	return lineOf({ id, area: 'Connection', asked: ASKED[id] }, answer);
}

/** What a connection that came about says about the server. */
export function greetingLines({ greeting: { hostKey, agreed } }: BareSftp, settings: SftpSettings): PreflightLine[] {
	const old = agreed === null ? [] : [agreed.kex, agreed.hostKey, agreed.cipher, agreed.mac].filter((name) => OUTDATED.test(name));
	const names = agreed === null ? 'unknown' : [agreed.kex, agreed.hostKey, agreed.cipher, agreed.mac].filter(Boolean).join(', ');
	return [
		line('connection', ok(`${settings.host} answers on port ${settings.port} and speaks SFTP.`)),
		line(
			'encryption',
			old.length === 0
				? ok(`They agree on ${names}.`)
				: limits(
						`They agree on ${names}. Out of date: ${old.join(', ')}.`,
						'It works, but this encryption counts as weak. Ask the operator of the server for an update; then empty the field.',
						{ setting: `${CREDENTIAL} → Algorithms for Old Servers`, choose: '{} as soon as the server allows it' },
					),
		),
		line('hostKey', ok(`The server shows its ${hostKey?.type ?? ''} key ${hostKey?.fingerprint ?? ''}, as the credential expects.`)),
		line('signIn', ok(`${settings.username} is let in with ${settings.privateKey ? 'the private key' : 'the password'}.`)),
	];
}

/** Why no connection came about. */
export function refusedLine(error: unknown): PreflightLine {
	const failure = error instanceof SftpFailure ? error : new SftpFailure(String(error), 'other');
	const id = isFailure(failure, 'hostKey')
		? 'hostKey'
		: isFailure(failure, 'algorithms')
			? 'encryption'
			: isFailure(failure, 'authentication')
				? 'signIn'
				: 'connection';
	const fields = {
		hostKey: 'Host Key Fingerprint',
		encryption: 'Algorithms for Old Servers',
		signIn: 'User, Password or Private Key',
		connection: 'Host, Port',
	};
	// The one that the server showed; after "expected" there are those of the credential.
	const shown = id === 'hostKey' ? /showed its \S+ key (SHA256:[A-Za-z0-9+/]{43})/.exec(failure.message)?.[1] : undefined;
	return line(
		id,
		blocks(failure.message, failure.hint ?? 'Check the credential, and ask the operator of the server.', {
			setting: `${CREDENTIAL} → ${fields[id]}`,
			...(shown !== undefined && { choose: `${shown}, if the operator of the server confirms it` }),
		}),
	);
}
