#!/usr/bin/python3
"""Writes time_zone_table.cpp: the time zones of the world's numbers by their first digits. See README.md.

Needs the Debian packages python3-phonenumbers and tzdata.
"""
import importlib.metadata
import itertools
import pathlib

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE
from phonenumbers.tzdata import TIMEZONE_DATA

ZONEINFO = pathlib.Path('/usr/share/zoneinfo')

# Where a beginning has several zones, mobile numbers mostly, the zone of the most populous city among them: by the longest of these
# beginnings, the first of its zones that the data names. A country's zones stand in the order of their largest cities.
MOST_POPULOUS = {
    '1': ['New_York', 'Los_Angeles', 'Toronto', 'Chicago', 'Phoenix', 'Boise', 'Denver', 'Anchorage', 'St_Johns', 'Puerto_Rico'],
    '1208': ['Boise'],  # Idaho, whose north is a part of Los_Angeles
    '1986': ['Boise'],
    '1605': ['North_Dakota/Center'],  # Sioux Falls
    '1701': ['North_Dakota/Center'],  # Fargo
    '1709': ['St_Johns'],
    '243': ['Kinshasa'],
    '262': ['Reunion'],
    '299': ['Nuuk'],
    '34': ['Madrid'],
    '351': ['Lisbon'],
    '358': ['Helsinki'],
    '39': ['Rome'],
    '44': ['London'],
    '47': ['Oslo'],
    '52': ['Mexico_City', 'Tijuana', 'Hermosillo', 'Mazatlan'],
    '55': ['Sao_Paulo'],
    '56': ['Santiago'],
    '593': ['Guayaquil'],
    '599': ['Curacao'],
    '61': ['Sydney', 'Perth', 'Adelaide'],
    '6188': ['Adelaide'],  # South Australia and the Northern Territory
    '62': ['Jakarta', 'Makassar'],
    '64': ['Auckland'],
    '686': ['Tarawa'],
    '689': ['Tahiti'],
    '691': ['Chuuk'],
    '7': ['Moscow', 'Almaty'],
    '976': ['Ulaanbaatar'],
}


# Where the data names a zone abroad whose clocks agree, or did, or a former one: which of the country's own is meant.
AT_HOME = {
    ('FM', 'Pacific/Ponape'): 'Pacific/Pohnpei',
    ('FM', 'Pacific/Truk'): 'Pacific/Chuuk',
    ('MA', 'Atlantic/Canary'): 'Africa/Casablanca',
    ('MX', 'America/New_York'): 'America/Cancun',
    ('PS', 'Europe/Bucharest'): 'Asia/Gaza',
    ('RU', 'Europe/Bucharest'): 'Europe/Kaliningrad',
}


class Zones:
    """The names that every tzdata has. Debian 13 keeps former names in a package of its own."""

    def __init__(self):
        links = [line.split() for line in (ZONEINFO / 'tzdata.zi').read_text().splitlines() if line.startswith('L ')]
        self.links = {name: target for _, target, name in links}
        self.of_region = {}
        for line in (ZONEINFO / 'zone.tab').read_text().splitlines():
            if not line.startswith('#'):
                region, _, zone = line.split('\t')[:3]
                self.of_region.setdefault(region, []).append(zone)

    def target(self, zone):
        while zone in self.links:
            zone = self.links[zone]
        return zone

    def at_home(self, zone, regions):
        """The zone of one of these regions that a name from the data stands for."""
        own = [own for region in regions for own in self.of_region.get(region, [])]
        same = [name for name in own if self.target(name) == self.target(zone)]
        if zone in own or not own:
            return zone
        if len(own) == 1 or len(same) == 1:
            return (same or own)[0]
        for region in regions:
            if (region, zone) in AT_HOME:
                return AT_HOME[region, zone]
        raise SystemExit(f'{zone} is not in {regions}')


def regions_of(prefix):
    return next(COUNTRY_CODE_TO_REGION_CODE[int(prefix[:n])] for n in (1, 2, 3) if int(prefix[:n]) in COUNTRY_CODE_TO_REGION_CODE)


def chosen(prefix, data, zones):
    found = {zones.at_home(zone, regions_of(prefix)) for zone in data}
    if len(found) == 1:
        return found.pop()
    ranking = MOST_POPULOUS[max((key for key in MOST_POPULOUS if prefix.startswith(key)), key=len)]
    for city, zone in itertools.product(ranking, found):
        if zone.split('/', 1)[1] == city:
            return zone
    raise SystemExit(f'+{prefix}: which of {found}?')


def inherited(prefix, table):
    return next((table[prefix[:n]] for n in range(len(prefix) - 1, 0, -1) if prefix[:n] in table), None)


def compacted(table):
    """Without what a shorter beginning says already, and with one beginning for ten that agree."""
    for length in range(max(map(len, table)), 1, -1):
        for stem in {prefix[:-1] for prefix in table if len(prefix) == length}:
            tens = {table.get(stem + digit) for digit in '0123456789'}
            if len(tens) == 1:
                table[stem] = tens.pop()
    return {prefix: zone for prefix, zone in table.items() if inherited(prefix, table) != zone}


def wrapped(items):
    lines = ['']
    for item in items:
        if len(lines[-1]) + len(item) > 115:
            lines.append('')
        lines[-1] += item + ','
    return '\n'.join('    ' + line for line in lines)


def main():
    zones_there_are = Zones()
    everything = {prefix: chosen(prefix, data, zones_there_are) for prefix, data in TIMEZONE_DATA.items()}
    table = compacted(dict(everything))
    for prefix, zone in everything.items():
        assert zone == (table.get(prefix) or inherited(prefix, table)), prefix
    zones = sorted(set(table.values()))
    if max(map(len, table)) > 9 or len(zones) > 0xFFFF:
        raise SystemExit('the table has outgrown its layout')
    version = importlib.metadata.version('phonenumbers')
    rows = sorted((int(prefix), zones.index(zone)) for prefix, zone in table.items())
    pathlib.Path(__file__).with_name('time_zone_table.cpp').write_text(f'''\
// Generated by generate-time-zones.py from phonenumbers {version}: do not edit, see README.md.
// The time zones of numbers are data of Google's libphonenumber (Apache License 2.0).
// clang-format off
#include "protocol/numbering/time_zone_table.hpp"

namespace nida::protocol::numbering
{{

namespace
{{

constexpr std::string_view zone_table[] = {{
{wrapped(f'"{zone}"' for zone in zones)}
}};

constexpr ZonedBeginning beginning_table[] = {{
{wrapped(f'{{{prefix},{zone}}}' for prefix, zone in rows)}
}};

}} // namespace

constinit const std::span<const std::string_view> zones{{zone_table}};
constinit const std::span<const ZonedBeginning> zoned_beginnings{{beginning_table}};

}} // namespace nida::protocol::numbering
''')
    print(f'{len(rows)} beginnings of {len(everything)}, {len(zones)} zones')


main()
