namespace Torghut.ClickHouse.Exchange;

/// <summary>What a call is about, for the errors it may end with.</summary>
internal readonly record struct CallSubject(string Query, string? Table = null);
