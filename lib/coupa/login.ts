import { ownValue } from '../core';
import { instanceAddress, instanceHost } from './instance';

/** What a Coupa credential says about who asks which instance for what. */
export interface Login {
	/** `https://acme.coupahost.com`: the one place that client secret and token go to. */
	address: string;
	/** Its host and port. */
	instance: string;
	clientId: string;
	clientSecret: string;
	scopes: string[];
}

/** Reads a decrypted credential (credentials/CoupaOAuth2Api.credentials.ts). Throws Failure where its instance is none. */
export function loginOf(credential: Record<string, unknown>): Login {
	const text = (name: string) => String(ownValue(credential, name) ?? '');
	return {
		address: instanceAddress(text('serverUrl')),
		instance: instanceHost(text('serverUrl')),
		clientId: text('clientId').trim(),
		clientSecret: text('clientSecret').trim(),
		scopes: [
			...new Set(
				text('scopes')
					.split(/[\s,]+/)
					.filter(Boolean),
			),
		],
	};
}
