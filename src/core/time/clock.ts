/** The time, injected so that tests can hold it still. */
export class Clock {
  now(): Date {
    return new Date();
  }
}
