/**
 * Loaded into a process with `--import`: SIGUSR2 sets its clock back by an hour, as a wrong step of NTP or an
 * operator's hand would, and nothing else's.
 */
const HOUR_MS = 3_600_000;
const RealDate = Date;
let offsetMs = 0;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: [], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + offsetMs] : args, newTarget) as Date,
  get: (target, property) =>
    property === 'now' ? () => RealDate.now() + offsetMs : (Reflect.get(target, property) as unknown),
});
process.on('SIGUSR2', () => (offsetMs = -HOUR_MS));
