namespace Torghut.Trading.Strategies.Rules;

/// <summary>A compiled rule.</summary>
/// <param name="values">The parameters' values.</param>
/// <returns>False, true or unknown, see <see cref="RuleFunctions"/>.</returns>
internal delegate int RuleFunction(StrategyContext context, SignalFeatures features, double[] values);
