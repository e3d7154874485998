namespace Torghut.Ta.Tests.Oracle;

internal sealed record OracleResult(
    IReadOnlyList<OracleBar> Bars, IReadOnlyList<OracleSignal> Signals, long Late, long Duplicates, double Ineligible);
