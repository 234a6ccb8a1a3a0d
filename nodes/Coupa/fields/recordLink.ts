import { anyOf, apiSteps, type Entry, idIn } from '../../../lib/coupa';

/** Why a link leads to no record of the kind asked for, and what to do. */
export interface BadLink {
	message: string;
	hint: string;
}

/**
 * The ID in a link to a record, copied from Coupa's pages (`https://acme.coupahost.com/invoices/123450`, also of its edit page) or of its API.
 *
 * @param address of the instance that the credential names
 */
export function idInLink({ path, webPath, one }: Entry, link: string, address: string): string | BadLink {
	const url = URL.parse(link);
	if (url === null || !/^https?:$/.test(url.protocol)) {
		return {
			message: `“${shown(link)}” is not a link`,
			hint: `Copy the address of the ${one} from your browser, e.g. ${example(address, webPath ?? path)}.`,
		};
	}
	const { host } = new URL(address);
	if (url.host.toLowerCase() !== host.toLowerCase()) {
		return {
			message: `The link leads to ${shown(url.host)}, but the credential is for ${host}`,
			hint: 'Use a link of the same Coupa instance, or choose the credential of the other one.',
		};
	}
	const steps = apiSteps(url.pathname);
	const starts = [webPath ?? path, path].map(apiSteps);
	// Some pages show a record with the word `show` before its ID, and without.
	const ids = [...starts, ...starts.map((start) => start.filter((step) => step !== 'show'))]
		.filter((start) => start.every((step, index) => steps[index] === step))
		.map((start) => steps[start.length] ?? '');
	const id = ids.map((step) => step.replace(/\.(?:json|xml)$/, '')).find((step) => idIn(step) !== null);
	return (
		id ?? {
			message: `The link is not one of ${anyOf(one)}`,
			hint: `A link looks like ${example(address, webPath ?? path)}.`,
		}
	);
}

function example(address: string, path: string): string {
	return `${address}${path}/123450`;
}

/** Characters of an odd link that an error shows; what follows may be a session's secret. */
function shown(link: string): string {
	return link.split(/[?#]/, 1).join('').slice(0, 80);
}
