import { createPrivateKey } from 'node:crypto';
import { utils, type ParsedKey } from 'ssh2';
import { asError, isError, SftpFailure } from './failure';

/** Puts the line breaks back that one-line password fields take out of a PEM text. */
function withLineBreaks(text: string): string {
	const key = text.trim().replace(/\\n/g, '\n').replace(/\r\n?/g, '\n');
	const flat = /^(-----BEGIN [A-Z0-9 ]+-----)([^\n]*)(-----END [A-Z0-9 ]+-----)$/.exec(key);
	if (!flat) return `${key}\n`;
	const [, begin = '', body = '', end = ''] = flat;
	return [begin, body.trim().replace(/\s+/g, '\n'), end, ''].join('\n');
}

/** ssh2 does not read PKCS#8; Node does, and writes the older forms that ssh2 reads. */
function fromPkcs8(key: string, passphrase: string | undefined): string {
	if (!/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(key)) return key;
	const parsed = createPrivateKey({ key, passphrase });
	const type = parsed.asymmetricKeyType === 'rsa' ? 'pkcs1' : parsed.asymmetricKeyType === 'ec' ? 'sec1' : null;
	return type === null ? key : parsed.export({ format: 'pem', type }).toString();
}

function keyFailure(cause: Error): SftpFailure {
	const text = cause.message;
	const failure = (message: string, hint: string) => new SftpFailure(message, 'authentication', { hint, cause });
	if (/no passphrase given|passphrase required|interrupted or cancelled/i.test(text))
		return failure('The private key is protected by a passphrase, and none is set.', 'Enter the passphrase in the credential.');
	if (/passphrase|integrity|decrypt/i.test(text))
		return failure(
			'The passphrase does not open the private key.',
			'Check the passphrase in the credential; it belongs to the key and is not the password of the account.',
		);
	return failure(
		`The private key cannot be read (${text}).`,
		'Paste the whole private key with its BEGIN and END lines, in OpenSSH or PEM form. PuTTY version 3 keys have to be exported as OpenSSH keys first; a public key does not work.',
	);
}

function isParsedKey(value: unknown): value is ParsedKey {
	return typeof value === 'object' && value !== null && 'isPrivateKey' in value;
}

/** The private key in a form that ssh2 reads without a passphrase question left; throws SftpFailure `authentication`. */
export function readablePrivateKey(text: string, passphrase: string | undefined): string {
	let key: string;
	let parsed: unknown;
	try {
		key = fromPkcs8(withLineBreaks(text), passphrase);
		parsed = utils.parseKey(key, passphrase);
	} catch (error) {
		throw keyFailure(asError(error));
	}
	const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
	if (isError(first)) throw keyFailure(first);
	if (!isParsedKey(first) || !first.isPrivateKey()) throw keyFailure(new Error('it is not a private key'));
	return key;
}
