// Reads calendar files with one of three npm packages and prints, for each, what it sees, as one line of JSON:
// node calendar_client.mjs FOLDER-OF-PACKAGES PACKAGE FILE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, name, ...files] = process.argv.slice(2);
const loaded = await import(pathToFileURL(createRequire(folder + "/").resolve(name)));
const pack = loaded.default ?? loaded;
const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

const READERS = {
  // Thunderbird, Nextcloud's calendar
  "ical.js": (text) => {
    pack.design.strict = true;
    const calendar = new pack.Component(pack.parse(text));
    for (const zone of calendar.getAllSubcomponents("vtimezone")) pack.TimezoneService.register(zone);
    const shown = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
    return calendar.getAllSubcomponents("vevent").map((part) => {
      const event = new pack.Event(part);
      return [event.uid, shown(event.startDate), shown(event.endDate), event.summary, part.getFirstPropertyValue("status")];
    });
  },
  // home automation
  "node-ical": (text) => {
    const shown = (time, event) => (event.datetype === "date" ? day(time) : time.toISOString());
    return Object.values(pack.sync.parseICS(text))
      .filter((part) => part.type === "VEVENT")
      .map((event) => [event.uid, shown(event.start, event), shown(event.end, event), event.summary, event.status]);
  },
  "ts-ics": (text) => {
    const shown = (time) => (time.type === "DATE" ? time.date.toISOString().slice(0, 10) : time.date.toISOString());
    return pack
      .convertIcsCalendar(undefined, text)
      .events.map((event) => [event.uid, shown(event.start), shown(event.end), event.summary, event.status]);
  },
};

for (const file of files) console.log(JSON.stringify(READERS[name](readFileSync(file, "utf8"))));
