namespace Torghut.Trading.Strategies.Rules;

/// <summary>A feature of a signal as rules name it.</summary>
/// <param name="Name">Column name.</param>
/// <param name="Read">Takes the value from a row; null when it is not warm.</param>
/// <param name="Meaning">Formula and unit.</param>
internal sealed record RuleFeature(string Name, Func<SignalFeatures, double?> Read, string Meaning);
