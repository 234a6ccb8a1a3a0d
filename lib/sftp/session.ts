import type { Socket } from 'node:net';
import type { Client, SFTPWrapper } from 'ssh2';
import { asError, SftpFailure, statusFailure, stepText, type Step } from './failure';
import type { Greeting } from './greeting';
import { serverName, type SftpSettings } from './settings';

type Answer<T> = (error?: Error | null, value?: T) => void;

/** How long a polite goodbye may take before the socket is cut. */
const GOODBYE_MS = 1_000;

/** One open SFTP connection: every request is timed, and the first break fails all that are under way. */
export class Session {
	readonly server: string;
	private broken: SftpFailure | null = null;
	private readonly underWay = new Set<(failure: SftpFailure) => void>();

	constructor(
		private readonly client: Client,
		private readonly socket: Socket,
		readonly sftp: SFTPWrapper,
		private readonly settings: SftpSettings,
		readonly greeting: Greeting,
	) {
		this.server = serverName(settings);
		const lost = (cause?: Error) => {
			this.cut(this.lostFailure(cause));
		};
		client.on('error', lost);
		client.on('close', () => {
			lost();
		});
		sftp.on('error', lost);
		sftp.on('close', () => {
			lost();
		});
	}

	/** Longest wait for one answer. */
	get waitMs(): number {
		return this.settings.operationTimeoutMs;
	}

	/** Whether requests can still be made. */
	get alive(): boolean {
		return this.broken === null;
	}

	/** Makes one request; rejects with SftpFailure: the server's answer, a timeout, a lost connection, a cancellation. */
	request<T = void>(step: Step, send: (answer: Answer<T>) => void): Promise<T> {
		if (this.broken) return Promise.reject(this.broken);
		return new Promise<T>((resolve, reject) => {
			const timer = setTimeout(() => {
				this.cut(this.timeoutFailure(step));
			}, this.settings.operationTimeoutMs);
			const fail = (failure: SftpFailure) => {
				clearTimeout(timer);
				this.underWay.delete(fail);
				reject(failure);
			};
			this.underWay.add(fail);
			const answer: Answer<T> = (error, value) => {
				if (!this.underWay.has(fail)) return;
				if (error && !('code' in error)) {
					this.cut(this.lostFailure(error));
					return;
				}
				if (error) {
					fail(statusFailure(step, error));
					return;
				}
				clearTimeout(timer);
				this.underWay.delete(fail);
				resolve(value as T);
			};
			try {
				send(answer);
			} catch (error) {
				// ssh2 throws at once for an extension that the server does not have.
				fail(statusFailure(step, asError(error)));
			}
		});
	}

	/** Ends the connection at once; everything under way and all later requests fail with this failure. */
	cut(failure: SftpFailure): void {
		if (this.broken) return;
		this.broken = failure;
		this.socket.destroy();
		for (const fail of [...this.underWay]) fail(failure);
	}

	/** Says goodbye and closes the socket, whatever the server does. */
	async close(): Promise<void> {
		if (this.socket.destroyed) return;
		const closed = new Promise<void>((resolve) =>
			this.socket.once('close', () => {
				resolve();
			}),
		);
		this.broken ??= new SftpFailure(`The connection to ${this.server} is already closed.`, 'connectionLost');
		const timer = setTimeout(() => this.socket.destroy(), GOODBYE_MS);
		this.client.end();
		await closed;
		clearTimeout(timer);
	}

	private lostFailure(cause?: Error): SftpFailure {
		return new SftpFailure(`The connection to ${this.server} was lost.`, 'connectionLost', {
			hint: 'Run again: nothing is lost, every step can be repeated. If it happens often, ask the admin of the server or of the firewall in between.',
			cause,
		});
	}

	private timeoutFailure(step: Step): SftpFailure {
		const seconds = this.settings.operationTimeoutMs / 1000;
		return new SftpFailure(
			`${this.server} did not answer within ${seconds} s when asked to ${stepText(step)}. The connection was closed.`,
			'timeout',
			{ hint: 'Run again later, or raise the operation timeout in the credential if the server is slow.', path: step.path },
		);
	}
}
