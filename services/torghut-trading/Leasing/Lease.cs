namespace Torghut.Trading.Leasing;

/// <summary>The right to trade, for a while.</summary>
/// <param name="Name">What is leased.</param>
/// <param name="Owner">Identity of this process's run.</param>
/// <param name="Token">Fencing token: grows with every change of owner.</param>
internal sealed record Lease(string Name, string Owner, long Token);
