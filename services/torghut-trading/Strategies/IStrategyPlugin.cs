namespace Torghut.Trading.Strategies;

/// <summary>
/// A compiled strategy type. Implementations are pure: the same context and features give the same intent, always, and nothing else
/// is read. A change of behaviour is a new <see cref="Version"/>.
/// </summary>
internal interface IStrategyPlugin
{
    /// <summary>Name used by <c>type</c> in the catalogue.</summary>
    string Type { get; }

    string Version { get; }

    IReadOnlyList<ParameterDefinition> Parameters { get; }

    IReadOnlyList<Feature> RequiredFeatures { get; }

    /// <summary>Signals before the newest that it looks at.</summary>
    int Lookback => 0;

    /// <summary>Whether it looks at the position.</summary>
    bool UsesPosition => false;

    /// <summary>Returns what to do, or null for nothing; null whenever a required feature is.</summary>
    StrategyIntent? Evaluate(in StrategyContext context, SignalFeatures features);
}
