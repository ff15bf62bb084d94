"""A button of the ribbon tab 督办, and the group in which it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Buttons that stand together under one name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Menu:
    """Buttons that open below one, which itself does nothing."""

    id: str
    label: str
    screentip: str
    supertip: str
    icon: str
    key: str


@dataclass(frozen=True, slots=True)
class Button:
    """One button. ``supertip`` says what a click does, ``key`` is one letter of the tab's key tips, ``place`` counts
    within the group."""

    function: str
    """Its function in the ribbon's door."""
    group: Group
    place: int
    label: str
    screentip: str
    supertip: str
    icon: str
    key: str
    plans: str = ""
    """``module:function`` as in a command, where the button does another thing than its command."""
    shows: str | None = None
    """The sheet that staff see afterwards, if it is there."""
    menu: Menu | None = None
    """The menu that it is in; those of one stand side by side."""

    @property
    def callback(self) -> str:
        """The VBA procedure of the button: ``close_period`` → ``OnClosePeriod``."""
        return "On" + "".join(word.capitalize() for word in self.function.split("_"))


def laid_out(buttons: tuple[Button, ...], groups: tuple[Group, ...]) -> dict[Group, tuple[Button, ...]]:
    """The buttons of each group, as they stand from left to right."""
    return {
        group: tuple(sorted((each for each in buttons if each.group == group), key=lambda each: each.place))
        for group in groups
    }
