namespace Torghut.Alpaca.Streaming;

/// <summary>Which channel a bar came on.</summary>
public enum BarKind
{
    /// <summary>The minute just ended.</summary>
    Minute,

    /// <summary>A revision of the previous minute.</summary>
    Updated,

    /// <summary>The day so far.</summary>
    Daily,
}
