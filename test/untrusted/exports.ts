import * as core from '../../lib/core';
import * as coupa from '../../lib/coupa';
import { refusal } from '../../lib/coupa/failure';
import { readMessages, withoutCredentials } from '../../lib/coupa/messages';
import * as coupaSftp from '../../lib/coupa-sftp';
import * as flatFile from '../../lib/flat-file';
import * as lockBox from '../../lib/lock-box';
import * as packages from '../../lib/package';
import * as sftp from '../../lib/sftp';
import * as xml from '../../lib/xml';

/** Everything that a room shows to the others. */
export const ROOMS: Record<string, object> = {
	core,
	coupa,
	'coupa-sftp': coupaSftp,
	'flat-file': flatFile,
	'lock-box': lockBox,
	package: packages,
	sftp,
	xml,
};

type Call = (text: string) => unknown;

const delivery = { package: 'a.csv', claim: null, receivedAt: '', boundTo: null, encoding: 'auto' as const, claimedUntil: null };
const bytes = (text: string): Buffer => Buffer.from(text);
const request = (path: string): coupa.CoupaRequest => ({ method: 'GET', path });
const cellOf = (text: string) =>
	(['date', 'dateTime', 'boolean'] as const).map((kind) => flatFile.readCell({ name: 'A', type: { kind } }, text, 'DD/MM/YYYY'));
const numberOf = (text: string) => flatFile.readCell({ name: 'A', type: { kind: 'decimal', precision: 32, scale: 4 } }, text, 'ISO');

/** How a text from outside comes in. Whatever is exported stands here, or in NO_OUTSIDE_TEXT. */
export const CALLS: Record<string, Call> = {
	'core.decode': (text) => core.decode(bytes(text)),
	'core.decodeCells': (text) => core.decodeCells(bytes(text)),
	'core.windows1252': (text) => core.windows1252(bytes(text)),
	'core.codeFromSegments': (text) => core.codeFromSegments(() => text),
	'core.parseDecimal': core.parseDecimal,
	'core.sameDecimal': (text) => core.sameDecimal(text, text),
	'core.reasonText': (text) => core.reasonText(new Error(text)),
	'core.knownTypeOf': (text) => core.knownTypeOf(bytes(text)),
	'core.mimeTypeOf': (text) => core.mimeTypeOf(bytes(text)),
	'core.isDay': (text) => core.isDay(text, text, text),
	'core.possibleDays': core.possibleDays,
	'core.readIsoDate': core.readIsoDate,
	'core.cutToBytes': (text) => core.cutToBytes(text, 200),
	'core.isPlainName': core.isPlainName,
	'core.shownName': (text) => core.shownName(text),
	'core.shownNames': (text) => core.shownNames([text, text]),
	'core.shownText': (text) => core.shownText(text, 1e6),
	'core.storedName': (text) => core.storedName(text),
	'core.imageFault': (text) => core.imageFault({ fileName: text, size: 1, mimeType: text }, 1),
	'core.withoutSecrets': (text) => core.withoutSecrets({ [text]: text }),
	'core.compare': (text) => core.compare(text, `${text}x`),
	'core.invisibleIn': core.invisibleIn,
	'core.lookUpKey': core.lookUpKey,
	'core.sha256': core.sha256,
	'core.sha256Sliced': (text) => core.sha256Sliced(bytes(text)),
	'core.withoutEnd': (text) => core.withoutEnd(text, '/'),
	'coupa.isCalendarDate': (text) => coupa.isCalendarDate(text),
	'coupa.instanceAddress': coupa.instanceAddress,
	'coupa.instanceHost': coupa.instanceHost,
	'coupa.invoiceAddress': (text) => coupa.invoiceAddress(text, 1),
	'coupa.fieldsParameter': (text) => coupa.fieldsParameter([text]),
	'coupa.fitsInList': coupa.fitsInList,
	'coupa.queryName': coupa.queryName,
	'coupa.queryPairs': (text) => coupa.queryPairs([{ field: 'name', value: text }]),
	'coupa.queryText': (text) => coupa.queryText([['name', text]]),
	'coupa.requiredScope': (text) => coupa.requiredScope('GET', text),
	'coupa.titleOf': coupa.titleOf,
	'coupa.simplify': (text) => coupa.simplify({ name: text, [text]: text }, coupa.entryNamed('invoice')),
	'coupa.refusal': (text) =>
		refusal(request(`/api/${text}`), { status: 400, headers: {}, body: bytes(text) }, { scopesAskedFor: [], mayHaveHappened: false }),
	'coupa.readMessages': (text) => readMessages(bytes(text)),
	'coupa.withoutCredentials': withoutCredentials,
	'flat-file.parseCsv': (text) => flatFile.parseCsv(text),
	'flat-file.toCsv': (text) => flatFile.toCsv([[text]], { defuseFormulas: true }),
	'flat-file.headerKey': flatFile.headerKey,
	'flat-file.readInvoiceFile': (text) => flatFile.readInvoiceFile(bytes(text), { encoding: 'auto', dateFormat: 'ISO' }),
	'flat-file.readFlatFile': (text) => flatFile.readFlatFile(bytes(text), flatFile.accountImport),
	'flat-file.readCell': (text) => [cellOf(text), numberOf(text)],
	'flat-file.stepsOf': flatFile.stepsOf,
	'flat-file.setAt': (text) => {
		flatFile.setAt({}, [text], text);
	},
	'lock-box.originalName': lockBox.originalName,
	'lock-box.objectFolder': (text) => lockBox.objectFolder(text, text),
	'lock-box.lockBoxFolders': (text) => lockBox.lockBoxFolders(text, { incoming: text }),
	'package.openPackage': (text) => packages.openPackage(bytes(text), text),
	'package.readInvoicePackage': (text) => packages.readInvoicePackage(bytes(text), text, { delivery, dateFormat: 'ISO' }),
	'sftp.fileIn': (text) => sftp.fileIn(text, 'a'),
	'sftp.isFileName': sftp.isFileName,
	'sftp.isUnfinishedName': sftp.isUnfinishedName,
	'coupa-sftp.objectOf': coupaSftp.objectOf,
	'xml.parseCoupaXml': xml.parseCoupaXml,
	'xml.recordXml': (text) => xml.recordXml({ [text]: text }, 'a', new Map()),
	'xml.xmlHead': xml.xmlHead,
	'xml.xmlTail': xml.xmlTail,
};

/** What takes no text from outside, or only such as another call has read; by room. */
export const NO_OUTSIDE_TEXT: Record<string, string[]> = {
	core: 'Budget chunksOf fitsDecimal sumOf Failure isOurFailure invoiceFact isRecord ownValue recordsAt setOwn textAt valueAt sizeText'.split(
		' ',
	),
	coupa:
		'createInvoiceOnce entryNamed loadResult oversized recordConditions writeOnce CoupaClient checkCredential refusedScopes CoupaError importInvoices undecidedResult instanceAddressExpression isOwnRequest withinOwnRequest withoutSecrets accountSources readChanged markDelivered readUnexported TransportFailure'.split(
			' ',
		),
	'coupa-sftp': 'FileTimes outgoingFiles removeFetched uploadFlatFile'.split(' '),
	'flat-file':
		'FlatFileError chooseColumns createFlatFileWriter decimal text boolean date dateTime integer fieldsFor fileName flatFileParts isHeaderless writeRawRows columnOf columnsOf finished homesOf writeInvoiceFile'.split(
			' ',
		),
	'lock-box': 'ClaimLostError LockBox LockBoxBoundError'.split(' '),
	package: 'PackageError buildRejectedPackage splitPackage'.split(' '),
	sftp: 'SftpFailure isFailure makeFolders pathFailure throwIfLost withSftp'.split(' '),
	xml: [],
};

/** Functions that still take time by the square of a text: none may be added, and an entry goes as soon as its function is mended. */
export const NOT_LINEAR_YET = new Set([
	'flat-file.headerKey',
	'flat-file.parseCsv',
	'flat-file.readInvoiceFile',
	'flat-file.readFlatFile',
	'package.readInvoicePackage',
]);
