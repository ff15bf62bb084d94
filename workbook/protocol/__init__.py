"""Plans as operations for workbooks that are open in other programs than Excel (docs/protocol.md)."""
