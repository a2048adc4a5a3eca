# Reads calendar files with the gem icalendar, which Rails sites use, and prints, for each, what it sees, as one line of JSON.
require "stringio"
require "json"
require "icalendar"

def shown(time)
  time.is_a?(Icalendar::Values::Date) ? time.strftime("%Y-%m-%d") : time.to_time.utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")
end

ARGV.each do |file|
  calendar = Icalendar::Calendar.parse(File.read(file, encoding: "utf-8")).first
  puts calendar.events.map { |e| [e.uid.to_s, shown(e.dtstart), shown(e.dtend), e.summary.to_s, e.status.to_s] }.to_json
end
