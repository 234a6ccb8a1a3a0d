import type { AuthenticationType } from 'ssh2';
import { shownLine } from '../core';
import { ServerOffers, unknownAlgorithm } from './algorithms';
import { SftpFailure } from './failure';
import { hostKeyFailure, hostKeyOf, type HostKey } from './fingerprint';
import type { Greeting } from './greeting';
import { serverName, type SftpSettings } from './settings';

type SshError = Error & { level?: string; code?: unknown };

/** What one attempt to connect learns on its way, for the text when it fails. */
export class Attempt {
	stage: 'reach' | 'agree on encryption with' | 'sign in to' | 'start SFTP on' = 'reach';
	hostKey: HostKey | null = null;
	agreed: Greeting['agreed'] = null;
	hostKeyRefused = false;
	readonly tried: AuthenticationType[] = [];
	accepted: AuthenticationType[] = [];
	private saidWho = false;
	private readonly offers = new ServerOffers();

	constructor(
		private readonly settings: SftpSettings,
		private readonly pinned: string[],
		/** How many bytes have come so far. */
		private readonly bytesCame: () => number,
	) {}

	/** Takes ssh2's debug lines. */
	readonly hear = (line: string): void => {
		if (line.startsWith('Remote ident:')) this.saidWho = true;
		this.offers.hear(line);
	};

	verifyHostKey(key: Buffer): boolean {
		this.hostKey = hostKeyOf(key);
		this.hostKeyRefused = !this.pinned.includes(this.hostKey.fingerprint);
		if (!this.hostKeyRefused) this.stage = 'sign in to';
		return !this.hostKeyRefused;
	}

	/** Next way to sign in: the key first, so that servers that ask for key and password both get both. */
	nextAuthentication(available: AuthenticationType[] | null): AuthenticationType | false {
		if (available) this.accepted = available;
		const ways: AuthenticationType[] = [];
		if (this.settings.privateKey) ways.push('publickey');
		if (this.settings.password) ways.push('password', 'keyboard-interactive');
		const next = ways.find((way) => !this.tried.includes(way) && (available === null || available.includes(way)));
		if (next) this.tried.push(next);
		return next ?? false;
	}

	timeout(): SftpFailure {
		if (this.isNoSshServer) return this.noSshServer();
		return new SftpFailure(
			`Could not ${this.stage} ${serverName(this.settings)} within ${this.settings.connectTimeoutMs / 1000} s.`,
			'timeout',
			{
				hint:
					this.stage === 'reach'
						? 'Check host and port, and whether a firewall lets this machine through.'
						: 'The server is slow or stuck: try later, or raise the connect timeout in the credential.',
			},
		);
	}

	failure(error: SshError): SftpFailure {
		const { settings } = this;
		const server = serverName(settings);
		if (error instanceof SftpFailure) return error;
		if (this.hostKeyRefused && this.hostKey) return hostKeyFailure(settings, this.pinned, this.hostKey);
		if (/no matching/i.test(error.message)) return this.offers.failure(settings, error);
		if (/Unsupported algorithm/.test(error.message)) return unknownAlgorithm(error);
		if (error.level === 'client-authentication') return this.signInFailure(error);
		if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
			return new SftpFailure(`The host "${settings.host}" is not known.`, 'unknownHost', {
				hint: 'Check the spelling of the host in the credential (host name only, without sftp://), and the DNS of this machine.',
				cause: error,
			});
		}
		if (error.code === 'ECONNREFUSED') {
			return new SftpFailure(`${settings.host} refuses connections on port ${settings.port}.`, 'refused', {
				hint: "Check the port (usually 22), and ask the server's admin whether the SFTP service is running.",
				cause: error,
			});
		}
		if (error.code === 'ETIMEDOUT' || error.code === 'EHOSTUNREACH' || error.code === 'ENETUNREACH') return this.timeout();
		if (this.isNoSshServer) return this.noSshServer();
		if (this.stage === 'start SFTP on') {
			return new SftpFailure(`${server} let this account in, but did not start SFTP (${shownLine(error.message)}).`, 'other', {
				hint: "Ask the server's admin to allow SFTP for this account.",
				cause: error,
			});
		}
		return new SftpFailure(`Could not ${this.stage} ${server}: the server closed the connection.`, 'connectionLost', {
			hint: "Try again; if it persists, ask the server's admin whether this machine's address is allowed and whether too many connections are open.",
			cause: error,
		});
	}

	private get isNoSshServer(): boolean {
		return this.bytesCame() > 0 && !this.saidWho;
	}

	private noSshServer(): SftpFailure {
		return new SftpFailure(`What answers at ${this.settings.host}:${this.settings.port} is not an SSH server.`, 'other', {
			hint: 'Check host and port: SFTP usually has port 22; FTP and FTPS servers (21, 990) do not work.',
		});
	}

	private signInFailure(cause: Error): SftpFailure {
		const names: Partial<Record<AuthenticationType, string>> = {
			publickey: 'the private key',
			password: 'the password',
			'keyboard-interactive': 'the password',
		};
		const tried =
			[...new Set(this.tried.map((way) => names[way] ?? way))].join(' and ') ||
			'nothing, because the credential holds neither a password nor a private key that it accepts';
		return new SftpFailure(
			`${serverName(this.settings)} did not accept the sign-in. Tried: ${tried}. The server accepts: ${shownLine(this.accepted.join(', ')) || 'unknown'}.`,
			'authentication',
			{
				hint: "Check user name and password or private key in the credential. With a key, the server's admin must have added its public half to the account.",
				cause,
			},
		);
	}
}
