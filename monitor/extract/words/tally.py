"""Numbers as words."""

from __future__ import annotations

NUMBER_OF = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
#: Those that say of several places or contracts how many they are, as ways of a pattern.
SEVERAL = "two|three|four|five|six|seven|eight|nine|ten"
