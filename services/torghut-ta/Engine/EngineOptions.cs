using Torghut.Contracts.Conditions;

namespace Torghut.Ta.Engine;

/// <summary>What the engine's answers depend on besides its input. The service's settings take their defaults from here.</summary>
internal sealed record EngineOptions
{
    public static readonly EngineOptions Default = new();

    /// <summary>Largest allowed disorder, so that the windows that can be open at once are bounded.</summary>
    public static readonly TimeSpan LargestOutOfOrder = TimeSpan.FromSeconds(60);

    /// <summary>Largest that <see cref="MaxFuture"/> may be, for the same reason.</summary>
    public static readonly TimeSpan LargestFuture = TimeSpan.FromSeconds(60);

    /// <summary>How far an event may be ahead of its own receipt and still be believed.</summary>
    public TimeSpan MaxFuture { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far an event may be behind the newest of its partition and still count.</summary>
    public TimeSpan MaxOutOfOrder { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after its window's end a trade id is remembered, in event time.</summary>
    public TimeSpan DedupHorizon { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Age, at the window's end, above which a quote is not joined.</summary>
    public TimeSpan QuoteStaleAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long signals that an early firing sent can still be revised by a quote, in event time.</summary>
    public TimeSpan AllowedLateness { get; init; } = TimeSpan.FromSeconds(60);

    public TradeConditionMode Conditions { get; init; } = TradeConditionMode.Sip;

    public int VwapWindowSeconds { get; init; } = 300;

    /// <summary>Closes that realised volatility looks at.</summary>
    public int VolatilityWindow { get; init; } = 60;

    /// <summary>Seconds of quotes that a symbol may hold as a matter of course, as the logs may be apart by them; what it holds beyond is counted.</summary>
    public int QuoteSeconds { get; init; } = 124;

    /// <summary>Name of the trades topic, for the lineage of derived records.</summary>
    public string TradesTopic { get; init; } = Contracts.Topics.Trades;
}
