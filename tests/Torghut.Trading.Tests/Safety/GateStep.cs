namespace Torghut.Trading.Tests.Safety;

/// <param name="Kind">What happens.</param>
/// <param name="Amount">Milliseconds, or which of several.</param>
/// <param name="Opens">Whether the order opens a position.</param>
internal sealed record GateStep(GateStepKind Kind, int Amount, bool Opens);
