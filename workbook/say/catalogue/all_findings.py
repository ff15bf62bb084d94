"""All kinds of findings, by code."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue import (
    a_rosters,
    b_letters,
    c_returns,
    d_districts,
    e_export,
    f_file,
    g_registers,
    h_what_was_said,
    i_items_and_units,
    j_meetings,
    k_links,
    l_ledger,
    m_task_forces,
    n_indicators,
    p_projects,
    q_problems,
    r_settings,
    s_structure,
    t_progress,
    u_office_rules,
    v_service_groups,
    w_feedback,
    x_text,
)
from duban.workbook.say.catalogue.entry import Entry
from duban.workbook.say.sentence import Say

CATALOGUE: Mapping[str, Entry] = {
    **f_file.FINDINGS,
    **s_structure.FINDINGS,
    **i_items_and_units.FINDINGS,
    **t_progress.FINDINGS,
    **l_ledger.FINDINGS,
    **k_links.FINDINGS,
    **x_text.FINDINGS,
    **g_registers.FINDINGS,
    **p_projects.FINDINGS,
    **m_task_forces.FINDINGS,
    **n_indicators.FINDINGS,
    **j_meetings.FINDINGS,
    **v_service_groups.FINDINGS,
    **a_rosters.FINDINGS,
    **w_feedback.FINDINGS,
    **q_problems.FINDINGS,
    **b_letters.FINDINGS,
    **r_settings.FINDINGS,
    **h_what_was_said.FINDINGS,
    **d_districts.FINDINGS,
    **c_returns.FINDINGS,
    **e_export.FINDINGS,
    **u_office_rules.FINDINGS,
}
"""Every kind of finding; its code is stable. Tests name the code, never the sentence."""

OFFICE_REMEDY = Say("请按本单位的规则改正。", "Correct it as the rule of your office says.")
"""What to do where a rule of an office does not say it."""

OWN_RULES = ("U101", "U102", "U103", "U104")
"""What the rules of an office itself give; what they ask for is not known here."""
