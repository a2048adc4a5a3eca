// Reads a calendar file with ical.js, as Thunderbird and Nextcloud do, and prints what it sees as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const ICAL = createRequire(process.argv[2] + "/")("ical.js");
const ical = ICAL.default ?? ICAL;
ical.design.strict = true;
const calendar = new ical.Component(ical.parse(readFileSync(process.argv[3], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ical.TimezoneService.register(zone);
const events = calendar.getAllSubcomponents("vevent").map((part) => new ical.Event(part));
const shown = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
console.log(JSON.stringify(events.map((event) => [event.uid, shown(event.startDate), shown(event.endDate), event.summary])));
