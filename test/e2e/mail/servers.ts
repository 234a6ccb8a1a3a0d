import type { AddressInfo, Socket } from 'node:net';
import hoodiecrow, { type Connection } from 'hoodiecrow-imap';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export const MAILBOX_USER = { user: 'invoices', password: 'mailbox-secret' };

/** A message that n8n sent, as whoever gets it sees it. */
export interface SentMail {
	from: string;
	to: string;
	subject: string;
	text: string;
}

/** A mailbox over IMAP. */
export interface Mailbox {
	port: number;
	/** All of them at once, each as new. What was in it before, put again, is what a mail program makes of "move it away and back". */
	put(messages: Buffer[]): void;
	/** Whether somebody has opened it to hear of new messages. */
	isWatched(): boolean;
	stop(): Promise<void>;
}

/** Where n8n's mails go. */
export interface Outbox {
	port: number;
	/** In the order they came. */
	mails: SentMail[];
	/** Addresses that are refused. */
	refused: Set<string>;
	stop(): Promise<void>;
}

/** Flowed text as a mail program shows it (RFC 3676 §4.4: a blank that was put before a line goes). */
function plainText(text: string): string {
	return text.replace(/^ /gm, '').trim();
}

export async function startMailbox(): Promise<Mailbox> {
	const sockets = new Set<Socket>();
	const connections: Connection[] = [];
	const imap = hoodiecrow({
		plugins: [
			...['ID', 'IDLE', 'NAMESPACE', 'UIDPLUS', 'UNSELECT'],
			// A client idles only after some seconds without anything to do; a server may say so at any time (RFC 3501 §5.2).
			(server) => {
				server.connectionHandlers.push((connection) => {
					connection.directNotifications = true;
					connections.push(connection);
				});
			},
		],
		users: { [MAILBOX_USER.user]: { password: MAILBOX_USER.password } },
		storage: { INBOX: { messages: [] } },
	});
	imap.server.on('connection', (socket) => {
		sockets.add(socket.on('close', () => sockets.delete(socket)));
	});
	await new Promise<void>((resolve) => {
		imap.listen(0, '127.0.0.1', resolve);
	});
	return {
		port: (imap.server.address() as AddressInfo).port,
		put: (messages) => {
			for (const message of messages) imap.appendMessage('INBOX', [], new Date(), message.toString('latin1'));
		},
		isWatched: () => connections.some(({ selectedMailbox }) => Boolean(selectedMailbox)),
		stop: async () => {
			await new Promise<void>((resolve) => {
				imap.close(resolve);
				for (const socket of sockets) socket.end();
			});
		},
	};
}

export async function startOutbox(): Promise<Outbox> {
	const mails: SentMail[] = [];
	const refused = new Set<string>();
	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onRcptTo: ({ address }, _session, answer) => {
			answer(refused.has(address) ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : null);
		},
		onData: (stream, _session, answer) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				void PostalMime.parse(Buffer.concat(chunks)).then(({ from, to, subject, text }) => {
					mails.push({ from: from?.address ?? '', to: to?.[0]?.address ?? '', subject: subject ?? '', text: plainText(text ?? '') });
					answer();
				}, answer);
			});
		},
	});
	await new Promise<void>((resolve) => {
		smtp.listen(0, '127.0.0.1', resolve);
	});
	return {
		port: (smtp.server.address() as AddressInfo).port,
		mails,
		refused,
		stop: async () => {
			await new Promise<void>((resolve) => {
				smtp.close(resolve);
			});
		},
	};
}
