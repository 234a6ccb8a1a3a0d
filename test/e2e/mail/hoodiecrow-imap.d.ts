/** What is used here of hoodiecrow-imap, which has no types of its own. */
declare module 'hoodiecrow-imap' {
	import type { Server } from 'node:net';

	export interface Connection {
		/** Whether the client hears of new messages at once, without asking. */
		directNotifications: boolean;
		/** Unset until the client has opened one. */
		selectedMailbox?: object;
	}

	interface ImapServer {
		server: Server;
		connectionHandlers: Array<(connection: Connection) => void>;
		listen(port: number, host: string, listening: () => void): void;
		close(closed: () => void): void;
		/** @param raw one character a byte */
		appendMessage(mailbox: string, flags: string[], date: Date, raw: string): void;
	}

	export default function hoodiecrow(options: {
		plugins: Array<string | ((server: ImapServer) => void)>;
		users: Record<string, { password: string }>;
		storage: Record<string, { messages: object[] }>;
	}): ImapServer;
}
