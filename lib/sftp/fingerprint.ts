import { createHash } from 'node:crypto';
import { shownLine, withoutEnd } from '../core';
import { SftpFailure } from './failure';
import { serverName, type SftpSettings } from './settings';

const MD5 = /^(MD5:)?([0-9a-f]{2}:){15}[0-9a-f]{2}$/i;
const SHA256 = /^[A-Za-z0-9+/]{43}$/;

/** A host key as the server showed it. */
export interface HostKey {
	/** e.g. `ssh-ed25519`. */
	type: string;
	/** `SHA256:` and unpadded base64, as OpenSSH prints it. */
	fingerprint: string;
}

/** Reads a raw public host key (RFC 4253: its first string is the type). */
export function hostKeyOf(key: Buffer): HostKey {
	const type = shownLine(key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1'));
	return { type, fingerprint: `SHA256:${withoutEnd(createHash('sha256').update(key).digest('base64'), '=')}` };
}

/** The pinned fingerprints, each as `SHA256:…` without padding; throws SftpFailure `hostKey` for anything that is not a SHA-256 fingerprint. */
export function pinnedFingerprints(settings: SftpSettings): string[] {
	const texts = settings.hostFingerprint.split(/[\s,]+/).filter((text) => text !== '');
	return texts.map((text) => {
		if (MD5.test(text)) {
			throw new SftpFailure(`The host key fingerprint "${text}" is an MD5 fingerprint; only SHA-256 is accepted.`, 'hostKey', {
				hint: "Ask the server's admin for the SHA-256 form: `ssh-keygen -lf` on the server's public host key prints it, starting with SHA256:.",
			});
		}
		const base64 = withoutEnd(text.replace(/^SHA256:/i, ''), '=');
		if (!SHA256.test(base64)) {
			throw new SftpFailure(`"${text}" is not a SHA-256 fingerprint of a host key.`, 'hostKey', {
				hint: 'It consists of SHA256: and 43 letters, digits, + or /. Copy all of it.',
			});
		}
		return `SHA256:${base64}`;
	});
}

/** The failure when the key shown is not pinned. */
export function hostKeyFailure(settings: SftpSettings, pinned: string[], shown: HostKey): SftpFailure {
	const server = serverName(settings);
	if (pinned.length === 0) {
		return new SftpFailure(
			`No host key fingerprint is set for ${server}, so nothing was sent to it. The server showed its ${shown.type} key ${shown.fingerprint}.`,
			'hostKey',
			{
				hint: `Compare it with the fingerprint the server's admin gives you. If they are the same, paste ${shown.fingerprint} into the credential.`,
			},
		);
	}
	return new SftpFailure(
		`The host key of ${server} is not the expected one: expected ${pinned.join(' or ')}, the server showed its ${shown.type} key ${shown.fingerprint}. Nothing was sent to it.`,
		'hostKey',
		{
			hint: `Somebody may be intercepting the connection, or the server has a new key, or the expected one is of another key type. Check with the server's admin before you change the fingerprint in the credential.`,
		},
	);
}
