export { canBeWatched, hasStatus, type WatchEvent } from './event';
export { namedStatuses, watchConditions } from './conditions';
export { coupaSource, type WatchSource } from './source';
export { keptState, type WatchState, type WatchSubject } from './state';
export { watchOnce, type Watched, type WatchOptions } from './watch';
