namespace Torghut.Alpaca.Trading;

/// <summary>Something in the broker's answer that was not understood.</summary>
/// <param name="Id">Its <c>id</c>, when that is text; else null.</param>
/// <param name="Symbol">Its <c>symbol</c>, when that is text; else null.</param>
/// <param name="Reason">Why it was not understood, for people.</param>
/// <param name="RawJson">As it came, cut to 65,536 characters.</param>
public sealed record UnreadItem(string? Id, string? Symbol, string Reason, string RawJson);
