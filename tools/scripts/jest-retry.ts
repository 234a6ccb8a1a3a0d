/** On a shared CI machine a test that fails is tried once more; the report shows the first failure as well. */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
