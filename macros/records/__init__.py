"""What a workbook remembers, and staff own: keys, ledger, links, record of the plan, 规则."""
