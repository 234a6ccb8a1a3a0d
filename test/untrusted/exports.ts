import * as core from '../../lib/core';
import * as coupa from '../../lib/coupa';
import * as coupaSftp from '../../lib/coupa-sftp';
import * as eInvoice from '../../lib/e-invoice';
import * as flatFile from '../../lib/flat-file';
import * as html from '../../lib/html';
import * as lockBox from '../../lib/lock-box';
import * as packages from '../../lib/package';
import * as preflightPage from '../../lib/preflight-page';
import * as reconciliation from '../../lib/reconciliation';
import * as sftp from '../../lib/sftp';
import * as xml from '../../lib/xml';

/** Everything that a room shows to the others. */
export const ROOMS: Record<string, object> = {
	core,
	coupa,
	'coupa-sftp': coupaSftp,
	'e-invoice': eInvoice,
	'flat-file': flatFile,
	html,
	'lock-box': lockBox,
	package: packages,
	'preflight-page': preflightPage,
	reconciliation,
	sftp,
	xml,
};

/** What takes no text from outside, only such as another call has read, or too many things beside it to be called here; by room. */
export const NO_OUTSIDE_TEXT: Record<string, string[]> = {
	core: listed(`
		Budget Failure atOnce chunksOf codePointOf eachOf elapsedSince endOf inSlices invoiceFact turning isOurFailure isOver isRecord
		keepSecret ownValue recordsAt setOwn sizeText thisMoment valueAt
	`),
	coupa: listed(`
		CoupaClient CoupaError IntegrationMonitor TransportFailure accountSources amountText apiFile apiResponse apiRows attachFile canBeWatched
		confirmOkToPay coupaPreflight coupaSource createInvoiceOnce createOnce createOrUpdate customFieldsOf decide deleteOnce entryNamed filterFields
		graphqlData graphqlRows hasStatus heldInvoices importInvoices importPayments instanceAddressExpression listPath loadResult
		markDelivered outputSchema oversized ownRequest readChanged readMarkedInvoices readOkToPay readUnexported refusedQuery
		returnableFields shownFields tokenText undecidedResult unusableCredential updateOnce watchOnce withinOwnRequest writableAttributes writeOnce
		writePayment
	`),
	'coupa-sftp': listed('FileTimes dropFile outgoingFiles removeFetched settleFile settledFiles uploadFlatFile versionOf'),
	'e-invoice': listed('EInvoiceError Group checkingEInvoice mapToCoupa termFact termPlaces'),
	'flat-file': listed(`
		FlatFileError decimal finished homesOf invoiceLimits isHeaderless listsTo text tooManyBytes
	`),
	html: listed('Html heading lines page shownDay smallText table'),
	'lock-box': listed('BindingLostError ClaimLostError LockBox LockBoxBoundError preflight'),
	package: listed('PackageError PageNotDrawn'),
	'preflight-page': listed('countsOf headline verdictOf'),
	reconciliation: listed('headline isInCoupa'),
	sftp: listed('SftpFailure isFailure makeFolders throwIfLost withSftp'),
	xml: [],
};

function listed(names: string): string[] {
	return names.trim().split(/\s+/);
}
