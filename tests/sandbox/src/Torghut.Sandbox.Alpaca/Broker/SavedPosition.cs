namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>A position in the account's journal; one of no shares is none.</summary>
internal sealed record SavedPosition(string Symbol, decimal Qty, decimal AveragePrice);
