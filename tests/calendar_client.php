<?php
// Reads calendar files with sabre/vobject, the library of Nextcloud, Baïkal and ownCloud, and prints, for each, what it
// sees, as one line of JSON; what the library's own check finds wrong goes to standard error.
foreach (['/usr/share/php/Sabre/VObject/autoload.php', '/usr/share/php/Sabre/VObject/includes.php'] as $way) {
    if (file_exists($way)) {
        require_once $way;
        break;
    }
}

function shown($property)
{
    $time = clone $property->getDateTime();
    if ((string) $property['VALUE'] === 'DATE') {
        return $time->format('Y-m-d');
    }
    return $time->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d\TH:i:s.000\Z');
}

foreach (array_slice($argv, 1) as $file) {
    $calendar = Sabre\VObject\Reader::read(file_get_contents($file));
    foreach ($calendar->validate() as $fault) {
        fwrite(STDERR, "$file: {$fault['level']} {$fault['message']}\n");
    }
    $events = [];
    foreach ($calendar->VEVENT as $event) {
        $events[] = [(string) $event->UID, shown($event->DTSTART), shown($event->DTEND), (string) $event->SUMMARY, (string) $event->STATUS];
    }
    echo json_encode($events), "\n";
}
