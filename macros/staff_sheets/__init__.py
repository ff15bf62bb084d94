"""The sheets that are made once and staff then own (ledger, links, log, 规则), their keys, and what the list said before."""
