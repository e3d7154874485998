using Torghut.Contracts;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>A derived topic of the stream.</summary>
/// <param name="Name">The topic.</param>
/// <param name="EventName">What its events are called.</param>
internal sealed record LiveTopic(string Name, string EventName)
{
    public static readonly LiveTopic Bars = new(Topics.TaMicrobars, "bar");

    public static readonly LiveTopic Signals = new(Topics.TaSignals, "signal");

    /// <summary>In the order of a position.</summary>
    public static readonly LiveTopic[] All = [Bars, Signals];
}
