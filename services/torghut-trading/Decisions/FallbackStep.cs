namespace Torghut.Trading.Decisions;

/// <summary>An order goes to another adapter than the one it was meant for.</summary>
/// <param name="Expected">The adapter that did not accept it.</param>
/// <param name="Actual">The adapter that gets it now.</param>
/// <param name="Reason">Stable word.</param>
internal sealed record FallbackStep(string Expected, string Actual, string Reason);
