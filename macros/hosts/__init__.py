"""The doors of programs other than Excel: the engine behind them, and two ways to it (docs/protocol.md)."""
